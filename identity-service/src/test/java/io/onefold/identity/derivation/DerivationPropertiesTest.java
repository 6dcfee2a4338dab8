package io.onefold.identity.derivation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.quicktheories.QuickTheory;
import org.quicktheories.core.Gen;

/** What holds for every history. */
class DerivationPropertiesTest {

    private static final int HISTORIES = 10_000;
    private static final long SEED = 20_111_210L;

    @Test
    void agreesWithTheReferenceWhereContestedValuesAreAmbiguous() {
        agreesWithTheReference(Histories.ambiguousRules());
    }

    @Test
    void agreesWithTheReferenceUnderEverySetting() {
        agreesWithTheReference(Histories.anyRules());
    }

    private static void agreesWithTheReference(Gen<Rules> rules) {
        histories()
                .forAll(rules, Histories.records())
                .checkAssert((rule, records) ->
                        assertSame(ReferenceDerivation.derive(rule, records), Derivation.derive(rule, records)));
    }

    @Test
    void theOrderOfTheInputDoesNotMatter() {
        histories()
                .forAll(Histories.anyRules(), Histories.records(), longs().all())
                .checkAssert((rules, records, seed) -> {
                    List<RecordEvidence> shuffled = new ArrayList<>(records);
                    Collections.shuffle(shuffled, new Random(seed));
                    assertEquals(Derivation.derive(rules, records), Derivation.derive(rules, shuffled));
                });
    }

    @Test
    void evidenceToldTwiceCountsOnce() {
        histories().forAll(Histories.anyRules(), Histories.records()).checkAssert((rules, records) -> {
            List<RecordEvidence> twice = records.stream()
                    .map(record -> new RecordEvidence(
                            record.recordId(),
                            record.identifiers(),
                            Stream.concat(record.sightings().stream(), record.sightings().stream())
                                    .toList(),
                            record.mintedProfileId(),
                            record.mintOrder()))
                    .toList();
            assertEquals(Derivation.derive(rules, records), Derivation.derive(rules, twice));
        });
    }

    @Test
    void aComponentDerivedAloneIsAsAmongAllOthers() {
        histories().forAll(Histories.anyRules(), Histories.records()).checkAssert((rules, records) -> {
            List<Partition> alone = Reach.components(rules, records).stream()
                    .map(component -> Derivation.derive(rules, component))
                    .toList();
            assertSame(
                    new Partition(
                            alone.stream()
                                    .flatMap(part -> part.profiles().stream())
                                    .toList(),
                            alone.stream()
                                    .flatMap(part -> part.contested().stream())
                                    .toList(),
                            alone.stream()
                                    .flatMap(part -> part.letGo().stream())
                                    .toList(),
                            alone.stream()
                                    .flatMap(part -> part.withoutProfile().stream())
                                    .collect(Collectors.toSet())),
                    Derivation.derive(rules, records));
        });
    }

    @Test
    void everyRecordHasOnePlaceAndEveryIdentifierOneHolder() {
        histories().forAll(Histories.anyRules(), Histories.records()).checkAssert((rules, records) -> {
            Partition partition = Derivation.derive(rules, records);
            List<UUID> places = new ArrayList<>(partition.withoutProfile());
            partition.profiles().forEach(profile -> places.addAll(profile.records()));
            assertEquals(records.size(), places.size());
            assertEquals(records.size(), new HashSet<>(places).size());
            List<IdentifierRef> held = partition.profiles().stream()
                    .flatMap(profile -> profile.held().stream())
                    .toList();
            assertEquals(held.size(), new HashSet<>(held).size());
            Set<UUID> ids =
                    partition.profiles().stream().map(DerivedProfile::profileId).collect(Collectors.toSet());
            assertEquals(partition.profiles().size(), ids.size());
        });
    }

    private static QuickTheory histories() {
        return qt().withFixedSeed(SEED).withExamples(HISTORIES);
    }

    private static void assertSame(Partition expected, Partition got) {
        assertEquals(new HashSet<>(expected.profiles()), new HashSet<>(got.profiles()));
        assertEquals(heldInOrder(expected), heldInOrder(got));
        assertEquals(new HashSet<>(expected.contested()), new HashSet<>(got.contested()));
        assertEquals(new HashSet<>(expected.letGo()), new HashSet<>(got.letGo()));
        assertEquals(expected.withoutProfile(), got.withoutProfile());
    }

    private static Set<List<IdentifierRef>> heldInOrder(Partition partition) {
        return partition.profiles().stream()
                .map(profile -> List.copyOf(profile.held()))
                .collect(Collectors.toSet());
    }
}
