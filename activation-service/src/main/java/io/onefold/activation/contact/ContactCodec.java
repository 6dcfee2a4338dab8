package io.onefold.activation.contact;

import io.onefold.proto.profile.v1.Consent;
import io.onefold.proto.profile.v1.Contact;
import io.onefold.proto.profile.v1.ProfileChange;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Changes of profiles out of their proto. */
final class ContactCodec {
    private ContactCodec() {}

    static ContactChange read(ProfileChange change) {
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
                change::toByteArray);
    }

    private static ContactChange.Reach reach(Contact contact) {
        return new ContactChange.Reach(
                contact.getEmailsList(),
                contact.getPhonesList(),
                consents(contact, true),
                consents(contact, false),
                contact.getFirstName());
    }

    private static Set<String> consents(Contact contact, boolean granted) {
        return contact.getConsentsList().stream()
                .filter(consent -> consent.getGranted() == granted)
                .map(ContactCodec::key)
                .collect(Collectors.toSet());
    }

    private static String key(Consent consent) {
        return io.onefold.activation.contact.Contact.consent(consent.getPurpose(), consent.getChannel());
    }
}
