package io.onefold.identity.derivation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the YAML cases cannot say: candidates, ids, and what comes and goes over time. */
class DerivationTest {

    private static final Rules RULES = RulesOf.rules(
            RulesOf.always("user_id"),
            Namespace.named("email"),
            Namespace.named("phone"),
            Namespace.named("anonymous_id"));

    @Test
    void nothingGivesNothing() {
        assertEquals(new Partition(List.of(), List.of(), List.of(), Set.of()), Derivation.derive(RULES, List.of()));
    }

    @Test
    void aStrongestIdentifierBecomesContestedAndComesFreeAgain() {
        Evidence evidence = new Evidence().seen(1, "phone:1", "anonymous_id:c").seen(2, "user_id:u1", "phone:1");
        Partition before = Derivation.derive(RULES, evidence.records());
        UUID known = Evidence.mintedId("user_id:u1", "phone:1");
        assertEquals(known, before.owners().get(Evidence.recordId("phone:1", "anonymous_id:c")));

        List<RecordEvidence> records = evidence.seen(3, "user_id:u2", "phone:1").records();
        Partition contested = Derivation.derive(RULES, records);
        UUID alone = Evidence.mintedId("phone:1", "anonymous_id:c");
        UUID second = Evidence.mintedId("user_id:u2", "phone:1");
        assertEquals(alone, contested.owners().get(Evidence.recordId("phone:1", "anonymous_id:c")));
        assertEquals(
                Evidence.identifier("phone:1"), contested.contested().get(0).identifier());
        assertEquals(Set.of(known, second, alone), contested.contested().get(0).candidates());

        List<RecordEvidence> withoutSecond = new ArrayList<>(records);
        withoutSecond.removeIf(record -> record.mintedProfileId().equals(second));
        assertEquals(before, Derivation.derive(RULES, withoutSecond));
    }

    @Test
    void aChainOfEmailsBetweenTwoUserIdsBreaksAtTheLatestEvidence() {
        List<RecordEvidence> records = new Evidence()
                .seen(30, "user_id:u1", "email:a")
                .seen(20, "email:a", "email:b")
                .seen(10, "user_id:u2", "email:b")
                .records();
        Map<UUID, UUID> owners = Derivation.derive(RULES, records).owners();
        assertEquals(
                owners.get(Evidence.recordId("user_id:u2", "email:b")),
                owners.get(Evidence.recordId("email:a", "email:b")));
        assertNotEquals(
                owners.get(Evidence.recordId("user_id:u1", "email:a")),
                owners.get(Evidence.recordId("email:a", "email:b")));
    }

    @Test
    void enrichingEvidenceDoesNotMoveAValueForwardInTheWalk() {
        Evidence evidence = new Evidence()
                .seen(1, "user_id:u1", "email:a")
                .seen(2, "email:a", "email:b")
                .seen(3, "user_id:u2", "email:b");
        Partition before = Derivation.derive(RULES, evidence.records());
        Partition after = Derivation.derive(
                RULES, evidence.enriched(0, "user_id:u2", "email:b").records());
        assertEquals(before, after);
    }

    @Test
    void recordsWhoseEveryIdentifierIsContestedAreEachAProfile() {
        Evidence evidence = new Evidence()
                .seen(1, "user_id:u1", "phone:1", "anonymous_id:c")
                .seen(2, "user_id:u2", "phone:1", "anonymous_id:c")
                .seen(3, "phone:1")
                .seen(4, "anonymous_id:c")
                .seen(5, "phone:1", "anonymous_id:c");
        Partition partition = Derivation.derive(RULES, evidence.records());
        assertEquals(5, partition.profiles().size());
        assertEquals(Evidence.mintedId("phone:1"), partition.owners().get(Evidence.recordId("phone:1")));
        assertEquals(4, partition.contested().get(0).candidates().size());
    }

    @Test
    void whatOnlyEnrichingSourcesKnowHoldsNothingUntilItIsSeen() {
        Evidence evidence = new Evidence().enriched(1, "anonymous_id:c").enriched(2, "email:e", "anonymous_id:c");
        Partition unseen = Derivation.derive(RULES, evidence.records());
        assertEquals(2, unseen.profiles().size());
        unseen.profiles().forEach(profile -> assertEquals(Set.of(), profile.held()));

        Partition seen =
                Derivation.derive(RULES, evidence.seen(3, "anonymous_id:c").records());
        assertEquals(1, seen.profiles().size());
        DerivedProfile profile = seen.profiles().get(0);
        assertEquals(Set.of(Evidence.identifier("anonymous_id:c")), profile.held());
        assertEquals(Evidence.mintedId("anonymous_id:c"), profile.profileId());
    }

    @Test
    void theIdOfAKnownPersonDoesNotMoveWhenAnOlderVisitorTurnsOutToBeTheSame() {
        Evidence evidence =
                new Evidence().seen(1, "anonymous_id:c").seen(2, "user_id:u1").seen(3, "user_id:u1", "anonymous_id:c");
        Partition partition = Derivation.derive(RULES, evidence.records());
        assertEquals(
                List.of(Evidence.mintedId("user_id:u1")),
                partition.profiles().stream().map(DerivedProfile::profileId).toList());
    }

    @Test
    void aRecordGivenTwiceIsRefused() {
        List<RecordEvidence> records = new Evidence().seen(1, "user_id:u1").records();
        List<RecordEvidence> twice = List.of(records.get(0), records.get(0));
        assertThrows(IllegalArgumentException.class, () -> Derivation.derive(RULES, twice));
    }
}
