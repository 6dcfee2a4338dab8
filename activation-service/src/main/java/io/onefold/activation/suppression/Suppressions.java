package io.onefold.activation.suppression;

import java.util.List;
import java.util.Map;

/**
 * What is known against some addresses.
 *
 * @param byAddress the reason of each address that has one
 */
public record Suppressions(Map<String, Suppression> byAddress) {
    public static final Suppressions NONE = new Suppressions(Map.of());

    public Suppressions {
        byAddress = Map.copyOf(byAddress);
    }

    /** Whether one of a person's addresses says that its owner wants to hear nothing. */
    public boolean forbid(List<String> emails) {
        return emails.stream().anyMatch(email -> byAddress.get(email) == Suppression.DO_NOT_CONTACT);
    }

    /** The addresses that take mail, in their order. */
    public List<String> withoutBounced(List<String> emails) {
        return emails.stream().filter(email -> !byAddress.containsKey(email)).toList();
    }
}
