package io.onefold.profile.ownership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import io.onefold.profile.ownership.IdentityUpdate.Move;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A record that is erased, comes back, and is erased again: what may be filed under it, and what is deleted. */
class OwnershipPlanTest {
    private static final UUID RECORD = new UUID(0, 1);

    private static IdentityUpdate update(long version, long erasure, @Nullable UUID to) {
        return new IdentityUpdate(
                "shop", version, erasure, List.of(new Move(RECORD, to, erasure > 0)), List.of(), List.of(), List.of());
    }

    private static OwnershipPlan plan(List<IdentityUpdate> updates, Owner known) {
        return OwnershipPlan.of(updates, Map.of(RECORD, known), Map.of());
    }

    private static Owner owner(OwnershipPlan plan) {
        return Optional.ofNullable(plan.owners().get(RECORD)).orElseThrow();
    }

    /**
     * A history is drawn from numbers: an even one moves the record, an odd one erases it. In whatever pieces it comes, the record admits what
     * came after the latest erasure, and is emptied with every piece that brings one.
     */
    @Test
    void onlyWhatWasLetInAfterTheLatestErasureIsAdmitted() {
        qt().withExamples(10_000)
                .withFixedSeed(5)
                .forAll(lists().of(integers().between(0, 7)).ofSizeBetween(1, 12))
                .check(OwnershipPlanTest::holds);
    }

    private static boolean holds(List<Integer> numbers) {
        Owner known = Owner.NONE;
        long version = 0;
        long ordinal = 0;
        List<IdentityUpdate> piece = new ArrayList<>();
        boolean brings = false;
        for (int number : numbers) {
            boolean erases = number % 2 == 1;
            ordinal += erases ? 1 : 0;
            brings |= erases;
            piece.add(update(++version, erases ? ordinal : 0, erases ? null : new UUID(1, number)));
            if (number < 4) {
                continue;
            }
            OwnershipPlan plan = plan(piece, known);
            known = owner(plan);
            if (brings != plan.erased().contains(RECORD)
                    || !plan.admits(RECORD, ordinal)
                    || (ordinal > 0 && plan.admits(RECORD, ordinal - 1))
                    || known.version() != version) {
                return false;
            }
            piece.clear();
            brings = false;
        }
        return true;
    }

    /** The same histories, in any order: changes that follow each other may lie in different partitions. */
    @Test
    void inWhateverOrderTheyComeTheLatestOwnsAndEveryErasureThatIsLaterEmpties() {
        qt().withExamples(10_000)
                .withFixedSeed(7)
                .forAll(
                        lists().of(integers().between(0, 7)).ofSizeBetween(1, 12),
                        integers().all())
                .check(OwnershipPlanTest::holdsInAnyOrder);
    }

    private static boolean holdsInAnyOrder(List<Integer> numbers, int seed) {
        List<IdentityUpdate> left = new ArrayList<>();
        long ordinal = 0;
        for (int number : numbers) {
            boolean erases = number % 2 == 1;
            ordinal += erases ? 1 : 0;
            left.add(update(left.size() + 1, erases ? ordinal : 0, erases ? null : new UUID(1, number)));
        }
        Random random = new Random(seed);
        Collections.shuffle(left, random);
        Owner known = Owner.NONE;
        while (!left.isEmpty()) {
            List<IdentityUpdate> piece = left.subList(0, 1 + random.nextInt(left.size()));
            Owner expected = known;
            for (IdentityUpdate update : piece) {
                long erasure = Math.max(expected.erasure(), update.erasure());
                expected = update.version() > expected.version()
                        ? new Owner(update.moves().get(0).to(), update.version(), erasure)
                        : new Owner(expected.profileId(), expected.version(), erasure);
            }
            OwnershipPlan plan = plan(piece, known);
            boolean empties = expected.erasure() > known.erasure();
            UUID stays = Objects.equals(known.profileId(), expected.profileId()) ? expected.profileId() : null;
            if (!owner(plan).equals(expected)
                    || empties != plan.erased().contains(RECORD)
                    || !Objects.equals(plan.emptied().get(RECORD), empties ? stays : null)
                    || plan.owned().containsKey(RECORD) == expected.equals(known)) {
                return false;
            }
            known = expected;
            piece.clear();
        }
        return known.version() == numbers.size() && known.erasure() == ordinal;
    }

    /** She comes back while her erasure is under way, and the partition of the return is ahead. */
    @Test
    void whoCameBackBeforeTheErasureIsReadKeepsTheRecordAndNothingOfWhatWasInIt() {
        UUID before = new UUID(1, 1);
        UUID anew = new UUID(1, 2);
        OwnershipPlan back = plan(List.of(update(11, 0, anew)), new Owner(before, 9, 0));
        assertEquals(new Owner(anew, 11, 0), owner(back));
        OwnershipPlan late = plan(List.of(update(10, 5, null)), owner(back));
        assertEquals(new Owner(anew, 11, 5), owner(late));
        assertEquals(Set.of(RECORD), late.erased());
        assertEquals(Map.of(RECORD, anew), late.emptied());
        assertFalse(late.admits(RECORD, 4));
        assertEquals(Set.of(), plan(List.of(update(10, 5, null)), owner(late)).erased());
    }

    @Test
    void anErasureThatIsToldAgainUnderANewVersionDeletesNothing() {
        UUID anew = new UUID(1, 1);
        Owner back = owner(plan(List.of(update(1, 5, null), update(2, 0, anew)), Owner.NONE));
        assertEquals(new Owner(anew, 2, 5), back);
        OwnershipPlan again = plan(List.of(update(3, 5, null)), back);
        assertEquals(new Owner(null, 3, 5), owner(again));
        assertEquals(Set.of(), again.erased());
        OwnershipPlan next = plan(List.of(update(4, 6, null)), back);
        assertEquals(Set.of(RECORD), next.erased());
    }
}
