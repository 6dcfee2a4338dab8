package io.onefold.activation.contact;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * How a profile can be reached, and whether it may be.
 *
 * @param existing false: the profile is no more
 * @param resolvesTo where its id leads now, when it is no more
 * @param emails the one seen last first
 * @param granted what is consented to, as `purpose/channel`
 * @param denied what is refused or withdrawn
 */
public record Contact(
        UUID profileId,
        String workspace,
        long version,
        boolean existing,
        Optional<UUID> resolvesTo,
        List<String> emails,
        Set<String> granted,
        Set<String> denied,
        String firstName) {
    public Contact {
        emails = List.copyOf(emails);
        granted = Set.copyOf(granted);
        denied = Set.copyOf(denied);
    }

    public static String consent(String purpose, String channel) {
        return purpose + "/" + channel;
    }
}
