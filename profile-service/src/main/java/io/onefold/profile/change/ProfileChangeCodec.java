package io.onefold.profile.change;

import io.onefold.domain.Bucket;
import io.onefold.kit.feed.NewItem;
import io.onefold.profile.event.RawField;
import io.onefold.profile.state.BehaviourKey;
import io.onefold.profile.state.ConsentKey;
import io.onefold.profile.state.ConsentValue;
import io.onefold.proto.profile.v1.Consent;
import io.onefold.proto.profile.v1.ProfileChange;
import io.onefold.proto.profile.v1.TouchedBehaviour;
import java.util.Map;
import java.util.UUID;

/** Writes the items of the feed of profiles. */
public final class ProfileChangeCodec {
    private ProfileChangeCodec() {}

    public static NewItem item(ProfileChanged changed) {
        return new NewItem(
                Bucket.of(changed.profileId()),
                changed.workspace(),
                changed.profileId(),
                write(changed).toByteArray());
    }

    private static ProfileChange write(ProfileChanged changed) {
        ProfileChange.Builder written = ProfileChange.newBuilder()
                .setWorkspace(changed.workspace())
                .setProfileId(changed.profileId().toString())
                .setVersion(changed.version())
                .setCause(cause(changed.cause()))
                .setExists(changed.exists())
                .setErased(changed.erased())
                .addAllTraits(changed.traits());
        UUID resolvesTo = changed.resolvesTo();
        if (resolvesTo != null) {
            written.setResolvesTo(resolvesTo.toString());
        }
        changed.absorbed().forEach(id -> written.addAbsorbedProfileIds(id.toString()));
        changed.behaviours().forEach(kind -> written.addBehaviours(behaviour(kind)));
        if (changed.earliest() != null) {
            written.setEarliestEventTime(Times.timestamp(changed.earliest()));
        }
        if (changed.contact() != null) {
            written.setContact(contact(changed.contact()));
        }
        ProfileChanged.Added added = changed.added();
        if (added != null) {
            written.setPreviousVersion(added.previousVersion());
            written.setUnknownFields(RawField.of(ProfileChange.EVENTS_FIELD_NUMBER, added.events()));
        }
        return written.build();
    }

    private static ProfileChange.Cause cause(ProfileChanged.Cause cause) {
        return switch (cause) {
            case EVENT -> ProfileChange.Cause.CAUSE_EVENT;
            case MERGE -> ProfileChange.Cause.CAUSE_MERGE;
            case SPLIT -> ProfileChange.Cause.CAUSE_SPLIT;
            case ERASURE -> ProfileChange.Cause.CAUSE_ERASURE;
            case REBUILD -> ProfileChange.Cause.CAUSE_REBUILD;
        };
    }

    private static TouchedBehaviour behaviour(BehaviourKey kind) {
        return TouchedBehaviour.newBuilder()
                .setTypeValue(kind.type())
                .setName(kind.name())
                .setChannelValue(kind.channel())
                .build();
    }

    private static io.onefold.proto.profile.v1.Contact contact(Contact contact) {
        var written = io.onefold.proto.profile.v1.Contact.newBuilder()
                .addAllEmails(contact.emails())
                .addAllPhones(contact.phones());
        if (contact.firstName() != null) {
            written.setFirstName(JsonText.of(contact.firstName()));
        }
        contact.consents().entrySet().forEach(consent -> written.addConsents(consent(consent)));
        return written.build();
    }

    /** A consent as the contract has it. */
    public static Consent consent(Map.Entry<ConsentKey, ConsentValue> consent) {
        ConsentValue value = consent.getValue();
        return Consent.newBuilder()
                .setPurpose(consent.getKey().purpose())
                .setChannel(consent.getKey().channel())
                .setGranted(value.granted())
                .setEventId(value.stamp().eventId().toString())
                .setEventTime(Times.timestamp(value.stamp().time()))
                .setSource(value.source())
                .build();
    }
}
