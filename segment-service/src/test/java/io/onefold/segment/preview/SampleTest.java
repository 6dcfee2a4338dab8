package io.onefold.segment.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.quicktheories.QuickTheory;
import org.quicktheories.generators.SourceDSL;

class SampleTest {
    private static final int CASES = 10_000;

    @Test
    void the_smallest_ids_are_kept_whatever_the_order() {
        QuickTheory.qt()
                .withFixedSeed(20111210)
                .withExamples(CASES)
                .forAll(SourceDSL.longs().all())
                .checkAssert(seed -> {
                    Random random = new Random(seed);
                    int most = random.nextInt(5);
                    List<UUID> ids = Stream.generate(() -> new UUID(random.nextLong(), random.nextLong()))
                            .limit(random.nextInt(12))
                            .toList();
                    Sample sample = new Sample(most);
                    ids.forEach(sample::add);
                    assertEquals(ids.size(), sample.size());
                    assertEquals(
                            ids.stream()
                                    .map(UUID::toString)
                                    .sorted()
                                    .limit(most)
                                    .toList(),
                            sample.smallest().stream().map(UUID::toString).toList());
                });
    }
}
