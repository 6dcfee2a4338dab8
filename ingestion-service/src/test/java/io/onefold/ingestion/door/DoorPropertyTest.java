package io.onefold.ingestion.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import io.onefold.ingestion.door.Door.Answer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DoorPropertyTest {
    private static final int ERASED_AT = 50;
    /** Of eight ids the first three refuse, the next two only mark, the others were never erased. */
    private static final int REFUSING = 3;

    private static final int MARKING = 5;
    /** Of the last of those that mark, the claims of what happened up to then were lost. */
    private static final int LOST_UNTIL = 30;

    /** An event, drawn from one number: which of the eight ids it has, when it happened, and whether it grants consent. */
    private record Drawn(Set<Integer> ids, int time, boolean consents) {
        static Drawn of(int number) {
            return new Drawn(
                    IntStream.range(0, 8)
                            .filter(id -> (number >> id & 1) == 1)
                            .boxed()
                            .collect(Collectors.toSet()),
                    (number >> 8) % 100,
                    (number >> 15) % 2 == 0);
        }

        Answer askedAt(Door door) {
            return door.ask(ids.stream().map(DoorPropertyTest::id).toList(), at(time), consents);
        }
    }

    private static UUID id(int number) {
        return new UUID(0, number);
    }

    private static Instant at(int second) {
        return Instant.ofEpochSecond(second);
    }

    /** Each was erased for itself, the last of them last. */
    private static long ordinal(int id) {
        return 10 + id;
    }

    private static final Answer REFUSED = new Answer.Refused();

    private static Answer marked(int latest) {
        return new Answer.Enter(ordinal(latest));
    }

    private static Door door() {
        Map<UUID, Tombstone> tombstones = new HashMap<>();
        for (int id = 0; id < MARKING; id++) {
            tombstones.put(
                    id(id),
                    new Tombstone(
                            id < REFUSING,
                            ordinal(id),
                            at(ERASED_AT),
                            Optional.empty(),
                            id == MARKING - 1 ? Optional.of(at(LOST_UNTIL)) : Optional.empty()));
        }
        return new Door(tombstones);
    }

    /** The same, said without the door's own words: since when each refusing id is open, told event by event. */
    private static Answer expected(Drawn event, Map<Integer, Integer> openSince) {
        if (event.ids.contains(MARKING - 1) && event.time <= LOST_UNTIL) {
            return REFUSED;
        }
        Set<Integer> shut = event.ids.stream()
                .filter(id -> id < REFUSING && event.time < openSince.getOrDefault(id, Integer.MAX_VALUE))
                .collect(Collectors.toSet());
        if (!shut.isEmpty()) {
            if (!event.consents || event.time <= ERASED_AT) {
                return REFUSED;
            }
            shut.forEach(id -> openSince.put(id, event.time));
        }
        return event.ids.stream()
                .filter(id -> id < MARKING)
                .max(Integer::compare)
                .map(DoorPropertyTest::marked)
                .orElse(new Answer.Enter(0));
    }

    @Test
    void onlyConsentThatIsGivenAnewOpens() {
        qt().withExamples(10_000)
                .withFixedSeed(11)
                .forAll(lists().of(integers().between(0, (1 << 17) - 1)).ofSizeBetween(1, 30))
                .check(DoorPropertyTest::agree);
    }

    private static boolean agree(List<Integer> numbers) {
        Door door = door();
        Map<Integer, Integer> openSince = new HashMap<>();
        for (int number : numbers) {
            Drawn event = Drawn.of(number);
            if (!event.askedAt(door).equals(expected(event, openSince))) {
                return false;
            }
        }
        return door.reopened()
                .equals(openSince.entrySet().stream()
                        .collect(Collectors.toMap(open -> id(open.getKey()), open -> at(open.getValue()))));
    }

    @Test
    void consentOfTheInstantOfTheErasureIsOld() {
        assertEquals(REFUSED, door().ask(List.of(id(0)), at(ERASED_AT), true));
        assertEquals(marked(0), door().ask(List.of(id(0)), at(ERASED_AT + 1), true));
    }

    /** A person may have asked for an instant before that of an earlier erasure. */
    @Test
    void whoConsentsOpensNothingOfWhatWasLost() {
        Door backdated =
                new Door(Map.of(id(0), new Tombstone(false, 1, at(10), Optional.empty(), Optional.of(at(20)))));
        assertEquals(REFUSED, backdated.ask(List.of(id(0)), at(15), true));
        assertEquals(REFUSED, backdated.ask(List.of(id(0)), at(20), true));
        assertEquals(new Answer.Enter(1), backdated.ask(List.of(id(0)), at(21), false));
        assertEquals(Map.of(), backdated.reopened());
    }

    @Test
    void whatCannotBeReadIsRefusedWhileAnythingOfItIsShut() {
        Door door = door();
        assertEquals(REFUSED, door.askToKeep(Set.of(id(0), id(7))));
        assertEquals(marked(MARKING - 1), door.askToKeep(Set.of(id(MARKING - 1), id(7))));
        assertEquals(marked(0), door.ask(List.of(id(0)), at(60), true));
        assertEquals(marked(0), door.askToKeep(Set.of(id(0), id(7))));
        assertEquals(new Answer.Enter(0), door.askToKeep(Set.of(id(7))));
    }
}
