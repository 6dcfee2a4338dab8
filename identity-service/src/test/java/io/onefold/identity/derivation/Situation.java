package io.onefold.identity.derivation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/** One case of a YAML file, as described at the top of cases.yaml. */
final class Situation {

    private final Map<String, Object> told;
    private final Map<String, Set<String>> identifiersByEvent = new TreeMap<>();
    private final Set<String> quarantined = new TreeSet<>();

    private Situation(Map<String, Object> told) {
        this.told = told;
    }

    static List<Situation> all(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            List<Map<String, Object>> cases = new Yaml().load(reader);
            return cases.stream().map(Situation::new).toList();
        }
    }

    String name() {
        return String.valueOf(told.get("case"));
    }

    boolean asksForIntervals() {
        return String.valueOf(told.get("namespaces")).contains("contested=intervals");
    }

    void check() {
        Rules rules = new Rules(
                1, list("namespaces").stream().map(Situation::namespace).toList());
        List<RecordEvidence> records = records(rules);
        Partition partition = Derivation.derive(rules, records);
        if (told.get("then") instanceof Map<?, ?> then) {
            DerivedProfile erased = holderOf(partition, String.valueOf(then.get("erase")));
            records = records.stream()
                    .filter(record -> !erased.records().contains(record.recordId()))
                    .toList();
            partition = Derivation.derive(rules, records);
        }
        assertEquals(sorted(list("expect"), Situation::texts), sorted(partition.profiles(), this::heldBy));
        assertEquals(texts(list("contested")), texts(partition.contested(), contested -> text(contested.identifier())));
        if (told.containsKey("let_go")) {
            assertEquals(texts(list("let_go")), texts(partition.letGo(), value -> text(value.identifier())));
        }
        assertEquals(texts(list("quarantined")), quarantined);
        checkRecords(partition);
        for (int seed = 0; seed < 5; seed++) {
            List<RecordEvidence> shuffled = new ArrayList<>(records);
            Collections.shuffle(shuffled, new Random(seed));
            assertEquals(partition, Derivation.derive(rules, shuffled));
        }
    }

    private void checkRecords(Partition partition) {
        Map<UUID, UUID> owners = partition.owners();
        for (Object line : list("together")) {
            Set<UUID> profiles = ((List<?>) line)
                    .stream()
                            .map(event -> Objects.requireNonNull(owners.get(record(event))))
                            .collect(Collectors.toSet());
            assertEquals(1, profiles.size(), "profiles of " + line);
        }
        if (told.containsKey("without")) {
            assertEquals(
                    list("without").stream().map(this::record).collect(Collectors.toSet()), partition.withoutProfile());
        }
        Object idOf = told.get("id_of");
        if (idOf instanceof Map<?, ?> byIdentifier) {
            byIdentifier.forEach((identifier, event) -> assertEquals(
                    minted(event),
                    holderOf(partition, String.valueOf(identifier)).profileId()));
        } else if (idOf != null) {
            assertEquals(minted(idOf), partition.profiles().get(0).profileId());
        }
    }

    private List<RecordEvidence> records(Rules rules) {
        Evidence evidence = new Evidence();
        int second = 0;
        for (Object event : list("events")) {
            second++;
            Set<String> identifiers = new TreeSet<>();
            Map<String, Integer> valuesByNamespace = new HashMap<>();
            ((Map<?, ?>) event).forEach((namespace, value) -> {
                Collection<?> values = value instanceof Collection<?> several ? several : List.of(value);
                valuesByNamespace.put(String.valueOf(namespace), values.size());
                values.forEach(one -> identifiers.add(namespace + ":" + one));
            });
            identifiersByEvent.put("t" + second, identifiers);
            boolean enriching = texts(list("enriching")).contains("t" + second);
            if (rules.namespaces().stream()
                    .anyMatch(namespace -> namespace.exclusive() == Exclusivity.ALWAYS
                            && valuesByNamespace.getOrDefault(namespace.name(), 0) > 1)) {
                quarantined.add("t" + second);
            } else {
                evidence.seen(identifiers, enriching ? "dmp" : "web", enriching, Instant.ofEpochSecond(second));
            }
        }
        return evidence.records();
    }

    private static Namespace namespace(Object entry) {
        var named = ((Map<?, ?>) entry).entrySet().iterator().next();
        Map<?, ?> settings = (Map<?, ?>) named.getValue();
        Function<String, String> setting = key ->
                settings.containsKey(key) ? String.valueOf(settings.get(key)).toUpperCase(Locale.ROOT) : "";
        return new Namespace(
                String.valueOf(named.getKey()),
                setting.apply("exclusive").isEmpty()
                        ? Exclusivity.NEVER
                        : Exclusivity.valueOf(setting.apply("exclusive")),
                settings.containsKey("limit")
                        ? OptionalInt.of(Integer.parseInt(setting.apply("limit")))
                        : OptionalInt.empty(),
                setting.apply("keep").equals("OLDEST") ? Keep.OLDEST : Keep.NEWEST,
                setting.apply("contested").isEmpty()
                        ? ContestPolicy.AMBIGUOUS
                        : ContestPolicy.valueOf(setting.apply("contested")),
                !setting.apply("unites_known").equals("FALSE"),
                new Blocked(
                        texts(listOf(settings.get("blocked"))),
                        List.copyOf(texts(listOf(settings.get("blocked_patterns"))))),
                setting.apply("validator").isEmpty() ? Validator.ANY : Validator.valueOf(setting.apply("validator")));
    }

    private static DerivedProfile holderOf(Partition partition, String identifier) {
        return partition.profiles().stream()
                .filter(profile -> texts(profile.held(), Situation::text).contains(identifier))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no profile holds " + identifier));
    }

    private UUID record(Object event) {
        return Evidence.recordId(identifiers(event));
    }

    private UUID minted(Object event) {
        return Evidence.mintedId(identifiers(event));
    }

    private Set<String> identifiers(Object event) {
        return Objects.requireNonNull(identifiersByEvent.get(String.valueOf(event)), () -> "no event " + event);
    }

    private Set<String> heldBy(DerivedProfile profile) {
        return texts(profile.held(), Situation::text);
    }

    private List<?> list(String key) {
        return listOf(told.get(key));
    }

    private static List<?> listOf(@Nullable Object value) {
        return value == null ? List.of() : (List<?>) value;
    }

    private static String text(IdentifierRef identifier) {
        return identifier.namespace() + ":" + identifier.value();
    }

    private static Set<String> texts(Object values) {
        return texts((Collection<?>) values, String::valueOf);
    }

    private static <T> Set<String> texts(Collection<T> values, Function<? super T, String> text) {
        return values.stream().map(text).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Profiles may be equal, such as two that hold nothing, so a set would not do. */
    private static <T> List<String> sorted(Collection<T> profiles, Function<? super T, Set<String>> held) {
        return profiles.stream()
                .map(profile -> held.apply(profile).toString())
                .sorted()
                .toList();
    }
}
