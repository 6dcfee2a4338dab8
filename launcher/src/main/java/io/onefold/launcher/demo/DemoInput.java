package io.onefold.launcher.demo;

import io.onefold.launcher.importing.Importer;
import io.onefold.launcher.importing.InputRow;
import io.onefold.launcher.running.SuiteException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** A folder of input with its expected answers, read before anything is started: what is wrong with it is said at once. */
public final class DemoInput {
    private final String name;
    private final Expected expected;
    private final List<InputRow> rows;
    private final List<PrivacyRequest> privacy;

    private DemoInput(String name, Expected expected, List<InputRow> rows, List<PrivacyRequest> privacy) {
        this.name = name;
        this.expected = expected;
        this.rows = rows;
        this.privacy = privacy;
    }

    public static DemoInput read(Path folder) {
        return new DemoInput(
                String.valueOf(folder.getFileName()),
                Expected.of(folder),
                Importer.read(folder),
                PrivacyRequest.of(folder));
    }

    String name() {
        return name;
    }

    Expected expected() {
        return expected;
    }

    List<InputRow> rows() {
        return rows;
    }

    /** Who wants to be erased in the end. */
    List<PrivacyRequest> privacy() {
        return privacy;
    }

    /** The instant before the first row; one whose time cannot be read has none. */
    Instant begin() {
        return rows.stream()
                .map(InputRow::time)
                .filter(time -> time.isAfter(Instant.EPOCH))
                .min(Instant::compareTo)
                .orElseThrow(() -> new SuiteException(name + " has no row with a time"))
                .minusMillis(1);
    }
}
