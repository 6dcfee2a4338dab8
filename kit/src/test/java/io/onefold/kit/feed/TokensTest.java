package io.onefold.kit.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.longs;

import io.onefold.kit.error.Failure;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quicktheories.QuickTheory;
import org.quicktheories.core.Gen;

/** What tokens, cursors and versions promise, on random ones. */
class TokensTest {
    private static final int CASES = 10_000;

    private static QuickTheory theory() {
        return qt().withFixedSeed(20261121L).withExamples(CASES).withShrinkCycles(100);
    }

    private static Gen<ConsistencyToken> tokens() {
        Gen<List<Long>> positions = lists().of(longs().between(0, 50)).ofSizeBetween(0, 4);
        Gen<ConsistencyToken> one = integers()
                .between(0, 2)
                .zip(longs().between(1, 3), positions, (feed, epoch, at) -> {
                    Map<Integer, Long> byPartition = new TreeMap<>();
                    IntStream.range(0, at.size()).forEach(i -> byPartition.put(i * 3, at.get(i)));
                    return ConsistencyToken.of("feed" + feed, epoch, byPartition);
                });
        return lists().of(one)
                .ofSizeBetween(0, 3)
                .map(parts -> parts.stream().reduce(ConsistencyToken.NONE, ConsistencyToken::and));
    }

    @Test
    void aTokenReadsAsItWasWritten() {
        theory().forAll(tokens())
                .check(token -> ConsistencyToken.decode(token.encode()).equals(token));
    }

    @Test
    void aCursorReadsAsItWasWritten() {
        theory().forAll(longs().between(0, Long.MAX_VALUE), longs().between(0, Long.MAX_VALUE))
                .check((epoch, position) ->
                        Cursor.decode(new Cursor(epoch, position).encode(), 7).equals(new Cursor(epoch, position)));
    }

    @Test
    void joiningIsASetOfPositions() {
        theory().forAll(tokens(), tokens(), tokens())
                .check((a, b, c) -> a.and(b).equals(b.and(a))
                        && a.and(a).equals(a)
                        && a.and(b).and(c).equals(a.and(b.and(c)))
                        && a.and(ConsistencyToken.NONE).equals(a));
    }

    @ParameterizedTest
    @ValueSource(strings = {"!", "AAAA", "bm90IGEgdG9rZW4", "😀"})
    void whatIsNoTokenIsRefused(String text) {
        assertThrows(Failure.class, () -> Cursor.decode(text, 1));
        if (!text.equals("AAAA")) {
            assertThrows(Failure.class, () -> ConsistencyToken.decode(text));
        }
    }

    @Test
    void aVersionIsAboveEveryOneBefore() {
        theory().forAll(lists().of(integers().between(0, 3)).ofSizeBetween(1, 50))
                .check(steps -> {
                    long epoch = 1;
                    long last = 0;
                    for (int step : steps) {
                        // A restore: the count may begin again below, the epoch has risen.
                        long before = step == 0 ? 0 : last;
                        epoch += step == 0 ? 1 : 0;
                        long next = Version.after(before, epoch);
                        if (next <= last) {
                            return false;
                        }
                        last = next;
                    }
                    return true;
                });
    }

    /** The stale write: whatever the order in which results of several versions arrive, the highest one stands. */
    @Test
    void aLowerVersionNeverOverwrites() {
        theory().forAll(lists().of(integers().between(1, 30)).ofSizeBetween(1, 12))
                .check(arrivals -> {
                    long[] row = {0, 0};
                    for (int count : arrivals) {
                        long version = versionAt(count);
                        if (version > row[0]) {
                            row[0] = version;
                            row[1] = count;
                        }
                    }
                    return row[1]
                            == arrivals.stream()
                                    .mapToInt(Integer::intValue)
                                    .max()
                                    .orElseThrow();
                });
    }

    /** The version of the n-th change of a row that lives through a restore at every tenth. */
    private static long versionAt(int changes) {
        long version = 0;
        for (int i = 1; i <= changes; i++) {
            version = Version.after(i % 10 == 0 ? version - 3 : version, 1 + i / 10);
        }
        return version;
    }

    @Test
    void partitionsCoverTheBucketsOnce() {
        for (int count : new int[] {1, 4, 16, 1024}) {
            Partitions partitions = new Partitions(count);
            List<Short> all = partitions.all().stream()
                    .flatMap(p -> IntStream.rangeClosed(partitions.firstBucket(p), partitions.lastBucket(p))
                            .mapToObj(bucket -> (short) bucket))
                    .toList();
            assertEquals(IntStream.range(0, 1024).mapToObj(i -> (short) i).toList(), all);
            all.forEach(bucket -> assertEquals(partitions.of(bucket), (short) (bucket / (1024 / count))));
        }
        assertThrows(IllegalArgumentException.class, () -> new Partitions(3));
    }
}
