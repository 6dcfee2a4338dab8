package io.onefold.identity.derivation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The real input, all of it as one component, against the partition that is expected of it. */
class MainInputTest {

    private static final Rules RULES = RulesOf.rules(
            RulesOf.always("user_id"),
            Namespace.named("crm_id"),
            Namespace.named("loyalty_id"),
            Namespace.named("twitter_id"),
            RulesOf.blocking("email", Validator.EMAIL, "noemail@example.com", "test@example.com"),
            RulesOf.blocking("phone", Validator.E164, "+10000000000"),
            Namespace.named("anonymous_id"));

    private final Path input = Shared.data("main-input");
    private final List<RecordEvidence> records = MainInput.records(input);
    private final Partition partition = Derivation.derive(RULES, records);

    @Test
    void thePartitionOfIdentifiersIsExact() {
        Map<String, Set<String>> expected = new HashMap<>();
        MainInput.rows(
                input.resolve("expected/identifiers.csv.gz"),
                row -> expected.computeIfAbsent(row.get("pid"), pid -> new TreeSet<>())
                        .add(row.get("type") + ":" + row.get("value")));
        Set<Set<String>> got = partition.profiles().stream()
                .map(profile -> texts(profile.held()))
                .filter(held -> !held.isEmpty())
                .collect(Collectors.toSet());
        assertEquals(Set.copyOf(expected.values()), got);
        assertEquals(6150, got.stream().mapToInt(Set::size).sum());
    }

    @Test
    void theContestedValuesAreThoseExpected() throws IOException {
        JsonObject expected = new JsonObject(Files.readString(input.resolve("expected/expected.json")));
        Set<String> values = expected.getJsonArray("ambiguousValues").stream()
                .map(pair -> ((JsonArray) pair).getString(0) + ":" + ((JsonArray) pair).getString(1))
                .collect(Collectors.toSet());
        assertEquals(
                values,
                texts(partition.contested().stream()
                        .map(ContestedValue::identifier)
                        .collect(Collectors.toSet())));
        assertEquals(14, values.size());
    }

    @Test
    void aProfileExistsWhenASourceThatCreatesSawIt() {
        Set<UUID> created = records.stream()
                .filter(record -> record.sightings().stream().anyMatch(sighting -> !sighting.enriching()))
                .map(RecordEvidence::recordId)
                .collect(Collectors.toSet());
        assertEquals(
                1910,
                partition.profiles().stream()
                        .filter(profile -> !Collections.disjoint(profile.records(), created))
                        .count());
    }

    @Test
    void anyOrderOfRecordsGivesTheSame() {
        for (int seed = 0; seed < 3; seed++) {
            List<RecordEvidence> shuffled = new ArrayList<>(records);
            Collections.shuffle(shuffled, new Random(seed));
            assertEquals(partition, Derivation.derive(RULES, shuffled));
        }
    }

    private static Set<String> texts(Set<IdentifierRef> identifiers) {
        return identifiers.stream()
                .map(identifier -> identifier.namespace() + ":" + identifier.value())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
