package io.onefold.activation.contact;

import io.onefold.proto.profile.v1.Consent;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A profile's latest statements about each purpose and channel, as they are in force. Channel `any` stands for all channels: a denial there
 * takes back every grant of the purpose that is not later, and a grant there never undoes a channel's own denial.
 *
 * @param granted as `purpose/channel`
 * @param denied as `purpose/channel`
 */
record Statements(Set<String> granted, Set<String> denied) {
    static final String ANY = "any";

    static Statements of(List<Consent> latest) {
        Map<String, Consent> denials = latest.stream()
                .filter(one -> one.getChannel().equals(ANY) && !one.getGranted())
                .collect(Collectors.toMap(Consent::getPurpose, one -> one, Statements::later, HashMap::new));
        Set<String> granted = new HashSet<>();
        Set<String> denied = new HashSet<>();
        for (Consent one : latest) {
            String key = Contact.consent(one.getPurpose(), one.getChannel());
            Consent denial = denials.get(one.getPurpose());
            boolean takenBack = denial != null && !isAfter(one, denial);
            (one.getGranted() && !takenBack ? granted : denied).add(key);
        }
        return new Statements(granted, denied);
    }

    private static Consent later(Consent one, Consent other) {
        return isAfter(one, other) ? one : other;
    }

    private static boolean isAfter(Consent one, Consent other) {
        return time(one).isAfter(time(other));
    }

    private static Instant time(Consent statement) {
        return Instant.ofEpochSecond(
                statement.getEventTime().getSeconds(), statement.getEventTime().getNanos());
    }

    /** The same purpose on any channel. */
    static String onAny(String consent) {
        return Contact.consent(consent.substring(0, consent.lastIndexOf('/')), ANY);
    }
}
