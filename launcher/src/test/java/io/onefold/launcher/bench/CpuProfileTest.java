package io.onefold.launcher.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.launcher.running.ServiceProcess;
import io.onefold.launcher.running.StandInServices;
import io.onefold.launcher.running.Suite;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuProfileTest {
    private static final int PORT_OFFSET = 12_500;
    private static final String BUSY = "select count(*) from generate_series(1, 1000000) as busy";

    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();

    @Test
    void everyProcessAndTheBusyStatementAreShown() throws Exception {
        try (Suite suite = Suite.start(StandInServices.build(folder, PORT_OFFSET))) {
            CpuProfile profile = CpuProfile.start(suite, FlightRecorder.prepare(suite));
            try (Connection connection = suite.stackInfo().postgres().connect("onefold_profile");
                    Statement statement = connection.createStatement()) {
                statement.execute(BUSY);
            }
            profile.stopAndPrint(lines::add);
            for (ServiceProcess service : suite.services()) {
                assertShown(service.name() + ": ", "samples of running Java threads");
            }
        }
        assertShown("profile: select count(*) from generate_series", "100.0%");
    }

    @Test
    void aRecordingShowsWhatRan() throws Exception {
        Path file = folder.resolve("own.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ExecutionSample").with("period", "1 ms");
            recording.start();
            // A second of the CPU, however long a busy machine takes to give it.
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long end = threads.getCurrentThreadCpuTime() + 1_000_000_000;
            while (threads.getCurrentThreadCpuTime() < end) {
                burn();
            }
            recording.stop();
            recording.dump(file);
        }
        Samples.read(file).print("own", lines::add);
        assertShown("%", "io.onefold.launcher.bench.CpuProfileTest.burn");
        assertShown("%", "java.math");
    }

    private static void burn() {
        BigDecimal value = new BigDecimal("1.000000001").pow(200);
        assertTrue(value.signum() > 0);
    }

    private void assertShown(String... parts) {
        assertTrue(
                lines.stream().anyMatch(line -> List.of(parts).stream().allMatch(line::contains)),
                () -> "no line with " + List.of(parts) + " in\n" + String.join("\n", lines));
    }
}
