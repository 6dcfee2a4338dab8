package io.onefold.activation.contact;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * All ids of one person.
 *
 * @param asked the id by which it was asked for
 * @param ids that one, where it leads, and all that lead there
 * @param contacts what is known of each; nothing of an id that the feed of profiles has not told of
 */
public record Person(UUID asked, Set<UUID> ids, Map<UUID, Contact> contacts) {
    /** As PostgreSQL sorts ids; {@link UUID#compareTo} takes the bytes for signed. */
    public static final Comparator<UUID> BY_BYTES = (a, b) -> {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    };

    /** The contact of the id by which it was asked for. */
    public Optional<Contact> ofAsked() {
        return Optional.ofNullable(contacts.get(asked));
    }

    /** Whether the profile that the id leads to now was erased. */
    public boolean isErased() {
        return present().filter(Contact::erased).isPresent();
    }

    /** The contact of the profile that the id leads to now; empty when that is not known yet, or while half a split makes ids lead in a circle. */
    public Optional<Contact> present() {
        Optional<Contact> contact = ofAsked();
        for (int step = 0; step < ids.size(); step++) {
            Optional<UUID> next = contact.flatMap(Contact::resolvesTo);
            if (next.isEmpty()) {
                return contact;
            }
            contact = next.map(contacts::get);
        }
        return Optional.empty();
    }
}
