package io.onefold.activation.rebuild;

import io.onefold.activation.contact.Contact;
import io.onefold.activation.contact.ContactChange;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What all that the feed told of a profile comes to. */
final class Told {
    private static final ContactChange.Reach NOTHING =
            new ContactChange.Reach(List.of(), List.of(), Set.of(), Set.of(), "");

    private Told() {}

    /** How it can be reached; of who is erased nothing. */
    static ContactChange.Reach reach(ContactChange told) {
        return told.erased() ? NOTHING : told.reach().orElse(NOTHING);
    }

    /** Whether a contact says what was told. Who was erased by whatever road stays erased. */
    static boolean isIn(@Nullable Contact contact, ContactChange told) {
        if (contact == null) {
            return false;
        }
        if (contact.erased() || told.erased()) {
            return contact.erased();
        }
        if (contact.version() > told.version()) {
            // The feed is being read anew, and has not come again to what the contact knows.
            return true;
        }
        ContactChange.Reach reach = reach(told);
        return contact.workspace().equals(told.workspace())
                && contact.version() == told.version()
                && contact.existing() == told.existing()
                && contact.resolvesTo().equals(told.resolvesTo())
                && contact.emails().equals(reach.emails())
                && contact.phones().equals(reach.phones())
                && contact.granted().equals(reach.granted())
                && contact.denied().equals(reach.denied())
                && contact.firstName().equals(reach.firstName());
    }

    /** Without the item as it came: of a whole partition these would fill the memory. */
    static ContactChange light(ContactChange change) {
        return new ContactChange(
                change.workspace(),
                change.profileId(),
                change.version(),
                change.existing(),
                change.resolvesTo(),
                change.reach(),
                Set.of(),
                change.regrouped(),
                change.split(),
                change.erased(),
                () -> new byte[0]);
    }

    static ContactChange and(Optional<ContactChange> before, ContactChange change) {
        ContactChange light = light(change);
        return before.map(told -> told.and(light)).orElse(light);
    }
}
