package io.onefold.launcher.bench;

import io.onefold.launcher.running.ServiceProcess;
import io.onefold.launcher.running.Suite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** CPU time of every process of a suite, and of the client that is this JVM. */
final class CpuMeter {
    static final String CLIENT = "client";

    private final Suite suite;
    private final Map<String, Duration> before;

    private CpuMeter(Suite suite) {
        this.suite = suite;
        this.before = now();
    }

    static CpuMeter start(Suite suite) {
        return new CpuMeter(suite);
    }

    /** CPU-seconds by process since the start. */
    Map<String, Double> seconds() {
        Map<String, Double> used = new LinkedHashMap<>();
        now().forEach((name, cpu) -> used.put(
                name, cpu.minus(before.getOrDefault(name, Duration.ZERO)).toMillis() / 1000.0));
        return used;
    }

    private Map<String, Duration> now() {
        Map<String, Duration> cpu = new LinkedHashMap<>();
        try {
            suite.stack().servers().forEach((name, process) -> cpu.put(name, family(process)));
        } catch (IOException e) {
            throw new UncheckedIOException("the processes of the stack", e);
        }
        for (ServiceProcess service : suite.services()) {
            service.process().ifPresent(process -> cpu.put(service.name(), family(process)));
        }
        cpu.put(CLIENT, own(ProcessHandle.current()));
        return cpu;
    }

    /** A process with those that it started and that still run: PostgreSQL's connections are processes. */
    private static Duration family(ProcessHandle process) {
        return process.descendants().map(CpuMeter::own).reduce(own(process), Duration::plus);
    }

    private static Duration own(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
