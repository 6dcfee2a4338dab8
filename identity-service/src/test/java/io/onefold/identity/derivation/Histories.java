package io.onefold.identity.derivation;

import static org.quicktheories.generators.SourceDSL.booleans;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.quicktheories.core.Gen;

/** Random rules and histories, out of pools so small that most values are shared and many contested. */
final class Histories {

    private static final List<String> NAMES = List.of("user", "login", "email", "phone", "device");
    private static final int VALUES = 4;
    private static final String BLOCKED = "3";

    private Histories() {}

    /** One event; several with the same identifiers are one record. */
    record Event(int second, boolean enriching, Set<String> identifiers) {}

    static Gen<List<RecordEvidence>> records() {
        Gen<Set<String>> identifiers = lists().of(integers().between(0, NAMES.size() * VALUES - 1))
                .ofSizeBetween(0, 4)
                .map(numbers -> numbers.stream().map(Histories::identifier).collect(Collectors.toSet()));
        Gen<Event> event = integers()
                .between(0, 9)
                .zip(integers().between(0, 5), identifiers, (second, kind, ids) -> new Event(second, kind == 0, ids));
        return lists().of(event).ofSizeBetween(1, 14).map(Histories::records);
    }

    /** The settings of design's first stretch: exclusive namespaces, AMBIGUOUS, unites_known, blocked values. */
    static Gen<Rules> ambiguousRules() {
        return lists().of(integers().between(0, 3 * 2 - 1)).ofSize(NAMES.size()).map(numbers -> {
            List<Namespace> namespaces = new ArrayList<>();
            for (int number : numbers) {
                Exclusivity exclusive = Exclusivity.values()[number % 3];
                namespaces.add(namespace(
                        namespaces.size(), exclusive, 0, Keep.NEWEST, ContestPolicy.AMBIGUOUS, number / 3 == 0));
            }
            return new Rules(1, namespaces);
        });
    }

    /** Every setting there is. */
    static Gen<Rules> anyRules() {
        Gen<Namespace> settings = integers()
                .between(0, 2)
                .zip(
                        integers().between(0, 3),
                        integers().between(0, 2),
                        booleans().all(),
                        booleans().all(),
                        (exclusive, limit, policy, keepNewest, unitesKnown) -> namespace(
                                0,
                                Exclusivity.values()[exclusive],
                                limit,
                                keepNewest ? Keep.NEWEST : Keep.OLDEST,
                                ContestPolicy.values()[policy],
                                unitesKnown));
        return lists().of(settings).ofSize(NAMES.size()).map(namespaces -> {
            List<Namespace> named = new ArrayList<>();
            for (Namespace namespace : namespaces) {
                named.add(namespace(
                        named.size(),
                        namespace.exclusive(),
                        namespace.limit().orElse(0),
                        namespace.keep(),
                        namespace.contested(),
                        namespace.unitesKnown()));
            }
            return new Rules(1, named);
        });
    }

    private static List<RecordEvidence> records(List<Event> events) {
        Evidence evidence = new Evidence();
        for (Event event : events) {
            String[] identifiers = event.identifiers().toArray(String[]::new);
            if (event.enriching()) {
                evidence.enriched(event.second(), identifiers);
            } else {
                evidence.seen(event.second(), identifiers);
            }
        }
        return evidence.records();
    }

    private static String identifier(int number) {
        return NAMES.get(number / VALUES) + ":" + number % VALUES;
    }

    private static Namespace namespace(
            int rank, Exclusivity exclusive, int limit, Keep keep, ContestPolicy policy, boolean unitesKnown) {
        boolean limited = limit > 0 && exclusive != Exclusivity.ALWAYS;
        return new Namespace(
                NAMES.get(rank),
                exclusive,
                limited ? OptionalInt.of(limit) : OptionalInt.empty(),
                keep,
                policy,
                unitesKnown,
                new Blocked(Set.of(BLOCKED), List.of()),
                Validator.ANY);
    }
}
