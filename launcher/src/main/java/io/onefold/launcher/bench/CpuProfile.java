package io.onefold.launcher.bench;

import io.onefold.launcher.running.Suite;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Consumer;

/** Where the CPU goes in a stretch of the benchmark: per process by thread and by method, and by statement of PostgreSQL. */
final class CpuProfile {
    private final ThreadCpu threads;
    private final FlightRecorder recorder;
    private final Statements statements;

    private CpuProfile(Suite suite, FlightRecorder recorder) throws SQLException {
        this.statements = Statements.start(suite.stackInfo().postgres());
        this.recorder = recorder;
        recorder.start();
        this.threads = ThreadCpu.start(suite);
    }

    static CpuProfile start(Suite suite, FlightRecorder recorder) throws SQLException {
        return new CpuProfile(suite, recorder);
    }

    void stopAndPrint(Consumer<String> lines) throws SQLException {
        // What reading the recordings costs is no longer the benchmark's.
        threads.print(lines);
        Map<String, Samples> samples = recorder.stop();
        samples.forEach((process, taken) -> taken.print(process, lines));
        statements.print(lines);
    }
}
