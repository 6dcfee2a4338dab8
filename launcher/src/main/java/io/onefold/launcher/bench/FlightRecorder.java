package io.onefold.launcher.bench;

import io.onefold.launcher.running.ServiceProcess;
import io.onefold.launcher.running.Suite;
import io.onefold.launcher.running.SuiteException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records with the JDK's own flight recorder, in every service, what its threads do. */
final class FlightRecorder {
    private static final String NAME = "onefold-bench";
    private static final String SETTINGS = "settings=profile";

    private final List<ServiceProcess> services;
    private final Path folder;

    private FlightRecorder(Suite suite) {
        this.services = suite.services();
        this.folder = suite.options().dir().resolve("profile");
    }

    /**
     * Warm up after it: the first recording of a JVM changes classes that everything uses, and the compilers begin anew.
     */
    static FlightRecorder prepare(Suite suite) {
        FlightRecorder recorder = new FlightRecorder(suite);
        recorder.services.forEach(service -> jcmd(service, "JFR.start", "name=" + NAME + "-before", SETTINGS));
        return recorder;
    }

    void start() {
        services.forEach(service -> jcmd(service, "JFR.start", "name=" + NAME, SETTINGS));
    }

    /** Ends the recordings; gives what each process spent its time on. */
    Map<String, Samples> stop() {
        Map<String, Samples> samples = new LinkedHashMap<>();
        try {
            Files.createDirectories(folder);
            for (ServiceProcess service : services) {
                Path file = folder.resolve(service.name() + ".jfr").toAbsolutePath();
                jcmd(service, "JFR.stop", "name=" + NAME, "filename=" + file);
                samples.put(service.name(), Samples.read(file));
            }
        } catch (IOException e) {
            throw new SuiteException("reading the recordings in " + folder + ": " + e.getMessage(), e);
        }
        return samples;
    }

    private static void jcmd(ServiceProcess service, String... arguments) {
        Path program = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        long pid = service.process()
                .orElseThrow(() -> new SuiteException("the " + service.name() + " service does not run"))
                .pid();
        List<String> command = new ArrayList<>(List.of(program.toString(), Long.toString(pid)));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            // jcmd ends with 0 even where the recorder refuses.
            if (process.waitFor() != 0 || said.contains("Could not") || said.contains("Exception")) {
                throw new SuiteException("%s of the %s service: %s".formatted(arguments[0], service.name(), said));
            }
        } catch (IOException e) {
            throw new SuiteException("--profile needs the jcmd of a JDK: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SuiteException("interrupted", e);
        }
    }
}
