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
 * @param phones the phone numbers, in E.164
 * @param granted what is consented to, as `purpose/channel`, see {@link Statements}
 * @param denied what is refused or withdrawn
 * @param erased the person was erased: nothing is known of it, and nothing ever will be
 */
public record Contact(
        UUID profileId,
        String workspace,
        long version,
        boolean existing,
        Optional<UUID> resolvesTo,
        List<String> emails,
        List<String> phones,
        Set<String> granted,
        Set<String> denied,
        String firstName,
        boolean erased) {
    /** The channel that stands for all channels. */
    static final String ANY = "any";

    public Contact {
        emails = List.copyOf(emails);
        phones = List.copyOf(phones);
        granted = Set.copyOf(granted);
        denied = Set.copyOf(denied);
    }

    private static String onAny(String consent) {
        return consent(consent.substring(0, consent.lastIndexOf('/')), ANY);
    }

    /**
     * What the person said to a purpose on a channel, or, when nothing about that one, on {@link #ANY} channel; empty: nothing.
     * That a denial on any channel takes back an earlier grant on one is in {@code denied} already.
     */
    public Optional<Boolean> allows(String consent) {
        return said(consent).or(() -> said(onAny(consent)));
    }

    private Optional<Boolean> said(String consent) {
        if (denied.contains(consent)) {
            return Optional.of(false);
        }
        return granted.contains(consent) ? Optional.of(true) : Optional.empty();
    }

    public static String consent(String purpose, String channel) {
        return purpose + "/" + channel;
    }
}
