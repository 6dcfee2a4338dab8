package io.onefold.activation.contact;

import io.onefold.proto.profile.v1.Consent;
import io.onefold.proto.profile.v1.Contact;
import io.onefold.proto.profile.v1.ProfileChange;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Changes of profiles out of their proto. */
final class ContactCodec {
    private ContactCodec() {}

    static ContactChange read(ProfileChange change) {
        return change.getErased() ? erased(change) : present(change);
    }

    private static ContactChange erased(ProfileChange change) {
        return new ContactChange(
                change.getWorkspace(),
                UUID.fromString(change.getProfileId()),
                change.getVersion(),
                false,
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                true,
                true,
                true,
                change::toByteArray);
    }

    private static ContactChange present(ProfileChange change) {
        return new ContactChange(
                change.getWorkspace(),
                UUID.fromString(change.getProfileId()),
                change.getVersion(),
                change.getExists(),
                Optional.of(change.getResolvesTo())
                        .filter(id -> !id.isEmpty() && !change.getExists())
                        .map(UUID::fromString),
                change.hasContact() ? Optional.of(reach(change.getContact())) : Optional.empty(),
                change.getAbsorbedProfileIdsList().stream()
                        .map(UUID::fromString)
                        .collect(Collectors.toSet()),
                change.getCause() != ProfileChange.Cause.CAUSE_EVENT,
                // Records that were somebody's and are erased have left as well.
                change.getCause() == ProfileChange.Cause.CAUSE_SPLIT
                        || change.getCause() == ProfileChange.Cause.CAUSE_ERASURE,
                false,
                change::toByteArray);
    }

    private static ContactChange.Reach reach(Contact contact) {
        Statements statements = Statements.of(
                contact.getConsentsList().stream().map(ContactCodec::statement).toList());
        return new ContactChange.Reach(
                contact.getEmailsList(),
                contact.getPhonesList(),
                statements.granted(),
                statements.denied(),
                contact.getFirstName());
    }

    private static Statements.Statement statement(Consent consent) {
        return new Statements.Statement(
                consent.getPurpose(),
                consent.getChannel(),
                consent.getGranted(),
                Instant.ofEpochSecond(
                        consent.getEventTime().getSeconds(),
                        consent.getEventTime().getNanos()));
    }
}
