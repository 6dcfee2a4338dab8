package io.onefold.activation.contact;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Timestamp;
import io.onefold.proto.profile.v1.Consent;
import io.onefold.proto.profile.v1.ProfileChange;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StatementsTest {
    private static Consent said(String channel, boolean granted, long second) {
        return Consent.newBuilder()
                .setPurpose("marketing")
                .setChannel(channel)
                .setGranted(granted)
                .setEventTime(Timestamp.newBuilder().setSeconds(second))
                .build();
    }

    /** What the guard makes of a change of the feed. */
    private static Optional<Boolean> email(Consent... statements) {
        ContactChange change = ContactCodec.read(ProfileChange.newBuilder()
                .setProfileId(UUID.randomUUID().toString())
                .setExists(true)
                .setContact(io.onefold.proto.profile.v1.Contact.newBuilder().addAllConsents(List.of(statements)))
                .build());
        ContactChange.Reach reach = change.reach().orElseThrow();
        return new Contact(
                        change.profileId(),
                        "dev",
                        1,
                        true,
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        reach.granted(),
                        reach.denied(),
                        "",
                        false)
                .allows("marketing/email");
    }

    @Test
    void a_channels_own_denial_stands() {
        assertEquals(Optional.of(false), email(said("email", false, 1)));
        assertEquals(Optional.of(false), email(said("email", false, 1), said("any", true, 9)));
        assertEquals(Optional.of(false), email(said("email", false, 9), said("any", true, 1)));
    }

    @Test
    void a_grant_holds_until_all_channels_are_denied() {
        assertEquals(Optional.of(true), email(said("email", true, 5)));
        assertEquals(Optional.of(true), email(said("email", true, 5), said("any", true, 9)));
        assertEquals(Optional.of(true), email(said("any", false, 4), said("email", true, 5)));
        assertEquals(Optional.of(false), email(said("email", true, 5), said("any", false, 5)));
        assertEquals(Optional.of(false), email(said("email", true, 5), said("any", false, 6)));
    }

    @Test
    void what_was_said_about_all_channels_holds_for_one_that_nothing_was_said_about() {
        assertEquals(Optional.of(true), email(said("any", true, 1), said("sms", false, 2)));
        assertEquals(Optional.of(false), email(said("any", false, 1), said("sms", true, 2)));
        assertEquals(Optional.empty(), email(said("sms", true, 2)));
    }
}
