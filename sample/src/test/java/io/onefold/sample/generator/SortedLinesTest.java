package io.onefold.sample.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.longs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However little fits into memory, the file is that of a stable sort, and nothing else is left. */
class SortedLinesTest {
    @TempDir
    Path folder;

    private record Timed(long time, String text) {}

    @Test
    void the_file_is_sorted_whatever_fits_into_memory() {
        qt().withFixedSeed(20260701)
                .withExamples(300)
                .forAll(
                        lists().of(longs().between(-3, 3)).ofSizeBetween(0, 60),
                        integers().between(0, 200))
                .checkAssert((times, memory) -> {
                    List<Timed> lines = IntStream.range(0, times.size())
                            .mapToObj(i -> new Timed(times.get(i), "zeile ü " + i))
                            .toList();
                    List<String> sorted = lines.stream()
                            .sorted(Comparator.comparingLong(Timed::time))
                            .map(Timed::text)
                            .toList();
                    assertEquals(sorted, written(lines, memory));
                });
    }

    private List<String> written(List<Timed> lines, int memory) {
        Path file = folder.resolve("web.jsonl");
        try {
            try (SortedLines sorted = new SortedLines(file, memory)) {
                for (Timed line : lines) {
                    sorted.add(line.time(), line.text());
                }
            }
            try (Stream<Path> files = Files.list(folder)) {
                assertEquals(List.of(file), files.toList());
            }
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
