package io.onefold.activation.contact;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A profile's latest statements about each purpose and channel, as they are in force. Channel `any` stands for all channels: a denial there
 * takes back every grant of the purpose that is not later, and a grant there never undoes a channel's own denial.
 *
 * @param granted as `purpose/channel`
 * @param denied as `purpose/channel`
 */
record Statements(Set<String> granted, Set<String> denied) {
    /** One of them. */
    record Statement(String purpose, String channel, boolean granted, Instant time) {
        private boolean isDenialOfAll() {
            return !granted && channel.equals(Contact.ANY);
        }
    }

    static Statements of(Collection<Statement> latest) {
        Map<String, Instant> denials = new HashMap<>();
        latest.stream()
                .filter(Statement::isDenialOfAll)
                .forEach(one -> denials.merge(one.purpose, one.time, (a, b) -> a.isAfter(b) ? a : b));
        Set<String> granted = new HashSet<>();
        Set<String> denied = new HashSet<>();
        for (Statement one : latest) {
            Instant denial = denials.get(one.purpose);
            boolean takenBack = denial != null && !one.time.isAfter(denial);
            (one.granted && !takenBack ? granted : denied).add(Contact.consent(one.purpose, one.channel));
        }
        return new Statements(granted, denied);
    }
}
