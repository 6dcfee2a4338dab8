package io.onefold.identity.api;

import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.quicktheories.core.Gen;

/** Random events, out of pools so small that most values are shared and many contested. */
final class Histories {
    private static final List<String> POOL = List.of(
            "user_id:u1",
            "user_id:u2",
            "user_id:u3",
            "crm_id:c1",
            "crm_id:c2",
            "email:a@example.org",
            "email:b@example.org",
            "email:c@example.org",
            "email:noemail@example.com",
            "email:not-an-address",
            "phone:+33612345671",
            "phone:+33612345672",
            "anonymous_id:k1",
            "anonymous_id:k2",
            "anonymous_id:k3",
            "unknown_namespace:x");
    private static final int DAY = 86_400;

    private Histories() {}

    /** Events that may carry several values of one namespace, and happen at the same instants. */
    static Gen<List<Event>> anyHistories() {
        return lists().of(events()).ofSizeBetween(1, 40);
    }

    /**
     * Events one after another, each with one value of a namespace: then no two values of one have the same earliest evidence. Such ties
     * are broken by ids, which differ between workspaces.
     */
    static Gen<List<Event>> historiesWithoutTies() {
        return anyHistories().map(events -> {
            List<Event> apart = new ArrayList<>();
            for (Event event : events) {
                Set<String> namespaces = new HashSet<>();
                List<String> single = event.identifiers().stream()
                        .filter(identifier -> namespaces.add(identifier.substring(0, identifier.indexOf(':'))))
                        .toList();
                apart.add(new Event(event.second() + apart.size(), event.enriching(), single));
            }
            return apart;
        });
    }

    private static Gen<Event> events() {
        Gen<List<String>> identifiers = lists().of(integers().between(0, POOL.size() - 1))
                .ofSizeBetween(0, 4)
                .map(numbers ->
                        numbers.stream().map(POOL::get).distinct().sorted().toList());
        return integers()
                .between(0, 20)
                .zip(
                        integers().between(0, 5),
                        identifiers,
                        (time, kind, ids) -> new Event(time * DAY / 8, kind == 0, ids));
    }
}
