package io.onefold.sample.generator;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The lines of a file in the order of their times, however many: what does not fit into memory waits in sorted runs beside the file. Lines
 * of one time stay in the order in which they came.
 */
final class SortedLines implements Closeable {
    private final Path file;
    private final int mostChars;
    private final List<Path> runs = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private long chars;

    private record Line(long time, String text) {}

    /** @param mostChars how much is kept in memory, in characters */
    SortedLines(Path file, int mostChars) {
        this.file = file;
        this.mostChars = mostChars;
    }

    void add(long time, String text) throws IOException {
        lines.add(new Line(time, text));
        chars += text.length();
        if (chars > mostChars) {
            putAside();
        }
    }

    private void putAside() throws IOException {
        lines.sort(Comparator.comparingLong(Line::time));
        Path run = file.resolveSibling(file.getFileName() + ".run-" + runs.size());
        runs.add(run);
        try (BufferedWriter writer = Files.newBufferedWriter(run)) {
            for (Line line : lines) {
                writer.write(line.time() + " " + line.text() + "\n");
            }
        }
        lines.clear();
        chars = 0;
    }

    /** Writes the file. */
    @Override
    public void close() throws IOException {
        putAside();
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            merge(writer);
        }
        for (Path run : runs) {
            Files.delete(run);
        }
    }

    private void merge(BufferedWriter writer) throws IOException {
        PriorityQueue<Run> queue =
                new PriorityQueue<>(Comparator.comparingLong(Run::time).thenComparingInt(run -> run.number));
        for (int i = 0; i < runs.size(); i++) {
            queueOrClose(queue, new Run(i, Files.newBufferedReader(runs.get(i))));
        }
        for (Run first = queue.poll(); first != null; first = queue.poll()) {
            writer.write(first.text());
            writer.write('\n');
            queueOrClose(queue, first);
        }
    }

    private static void queueOrClose(PriorityQueue<Run> queue, Run run) throws IOException {
        if (run.advance()) {
            queue.add(run);
        } else {
            run.reader.close();
        }
    }

    /** A run that is read, at its present line. */
    private static final class Run {
        private final int number;
        private final BufferedReader reader;
        private String line = "";

        Run(int number, BufferedReader reader) {
            this.number = number;
            this.reader = reader;
        }

        boolean advance() throws IOException {
            String next = reader.readLine();
            line = next == null ? "" : next;
            return next != null;
        }

        long time() {
            return Long.parseLong(line, 0, line.indexOf(' '), 10);
        }

        String text() {
            return line.substring(line.indexOf(' ') + 1);
        }
    }
}
