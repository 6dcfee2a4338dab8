package io.onefold.launcher.story;

import io.onefold.launcher.client.Times;
import io.onefold.proto.identity.v1.Evidence;
import io.onefold.proto.identity.v1.IdentityRecord;
import io.onefold.proto.profile.v1.Behaviour;
import io.onefold.proto.profile.v1.Consent;
import io.onefold.proto.profile.v1.Profile;
import io.onefold.proto.profile.v1.PropertySum;
import io.onefold.proto.type.v1.Channel;
import io.onefold.proto.type.v1.EventType;
import io.onefold.proto.type.v1.Identifier;
import java.time.Instant;
import java.util.stream.Stream;

/** People for tests, written shortly. */
final class People {
    private People() {}

    static Identifier identifier(String text) {
        int colon = text.indexOf(':');
        return Identifier.newBuilder()
                .setNamespace(text.substring(0, colon))
                .setValue(text.substring(colon + 1))
                .build();
    }

    static Profile.Builder known(String id, String... identifiers) {
        return Profile.newBuilder()
                .setProfileId(id)
                .setKnown(true)
                .addAllIdentifiers(
                        Stream.of(identifiers).map(People::identifier).toList());
    }

    static Behaviour behaviour(Channel channel, String name, long count) {
        return Behaviour.newBuilder()
                .setType(EventType.EVENT_TYPE_TRACK)
                .setChannel(channel)
                .setName(name)
                .setCount(count)
                .build();
    }

    static Behaviour sold(String sum) {
        return behaviour(Channel.CHANNEL_PAYMENT, "Order Completed", 2).toBuilder()
                .addSums(PropertySum.newBuilder().setProperty("total").setSum(sum))
                .build();
    }

    static Consent consent(String purpose, String channel, boolean granted) {
        return Consent.newBuilder()
                .setPurpose(purpose)
                .setChannel(channel)
                .setGranted(granted)
                .setSource("crm")
                .setEventTime(Times.timestamp(Instant.parse("2026-01-02T00:00:00Z")))
                .build();
    }

    static IdentityRecord record(String source, String day, String... identifiers) {
        return IdentityRecord.newBuilder()
                .setRecordId(source + day)
                .addAllIdentifiers(
                        Stream.of(identifiers).map(People::identifier).toList())
                .addEvidence(evidence(source, day))
                .build();
    }

    static Evidence.Builder evidence(String source, String day) {
        return Evidence.newBuilder()
                .setSource(source)
                .setFirstTime(Times.timestamp(Instant.parse(day + "T10:00:00Z")))
                .setLastTime(Times.timestamp(Instant.parse(day + "T11:00:00Z")));
    }
}
