package io.onefold.identity.change;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an operator counts of a change. */
class KindTest {
    private static final UUID ANN = new UUID(0, 1);
    private static final UUID BOB = new UUID(0, 2);

    private static UUID record(int number) {
        return new UUID(1, number);
    }

    private static ProfileDigest holding(UUID profile, int records) {
        return new ProfileDigest(profile, records, new UUID(0, 0), null, false);
    }

    private static Change change(List<Move> moves, ProfileDigest... profiles) {
        return new Change(
                "dev",
                1,
                Cause.EVIDENCE,
                0,
                moves,
                List.of(),
                List.of(),
                Stream.of(profiles).toList());
    }

    @Test
    void aProfileOfNewRecordsBegins() {
        List<Move> moves = List.of(new Move(record(1), null, ANN), new Move(record(2), null, ANN));
        assertEquals(Map.of(Kind.CREATE, 1L), Kind.of(change(moves, holding(ANN, 2))));
    }

    @Test
    void recordsComeToAProfileThatIsThere() {
        List<Move> moves = List.of(new Move(record(1), null, ANN), new Move(record(2), null, ANN));
        assertEquals(Map.of(Kind.ATTACH, 2L), Kind.of(change(moves, holding(ANN, 3))));
    }

    @Test
    void aProfileThatGivesAllItsRecordsIsMergedOnce() {
        List<Move> moves =
                List.of(new Move(record(1), BOB, ANN), new Move(record(2), BOB, ANN), new Move(record(3), null, ANN));
        assertEquals(Map.of(Kind.MERGE, 1L, Kind.ATTACH, 1L), Kind.of(change(moves, holding(ANN, 5), holding(BOB, 0))));
    }

    @Test
    void aRecordThatLeavesAProfileThatGoesOnIsSplitOffOrDetached() {
        List<Move> moves = List.of(new Move(record(1), ANN, BOB), new Move(record(2), ANN, null));
        assertEquals(Map.of(Kind.SPLIT, 1L, Kind.DETACH, 1L), Kind.of(change(moves, holding(ANN, 1), holding(BOB, 1))));
    }

    @Test
    void erasedRecordsAreCountedEach() {
        List<Move> moves = List.of(new Move(record(1), ANN, null, true), new Move(record(2), ANN, null, true));
        assertEquals(Map.of(Kind.ERASE, 2L), Kind.of(change(moves, holding(ANN, 0))));
    }
}
