package io.onefold.launcher.bench;

import io.onefold.launcher.running.ServiceProcess;
import io.onefold.launcher.running.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * CPU by kind of thread of every service, as far as this system tells it (Linux does): what the samples of Java threads do not show, the
 * compiler and the collector, has threads of its own.
 */
final class ThreadCpu {
    /** Of {@code /proc}'s clock, everywhere where Java runs. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int SHOWN = 6;

    private record Task(String kind, double seconds) {}

    private final List<ServiceProcess> services;
    private final Map<String, Map<String, Task>> before;

    private ThreadCpu(Suite suite) {
        this.services = suite.services();
        this.before = now();
    }

    static ThreadCpu start(Suite suite) {
        return new ThreadCpu(suite);
    }

    /** The share of the compilers in all CPU of the services since the start; empty where the system does not tell. */
    OptionalDouble compiling() {
        Map<String, Double> spent = new HashMap<>();
        now().forEach((service, tasks) ->
                spent(service, tasks).forEach((kind, seconds) -> spent.merge(kind, seconds, Double::sum)));
        double all = spent.values().stream().mapToDouble(Double::doubleValue).sum();
        double compilers = spent.entrySet().stream()
                .filter(kind ->
                        kind.getKey().startsWith("C1 Compiler") || kind.getKey().startsWith("C2 Compiler"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
        return all > 0 ? OptionalDouble.of(compilers / all) : OptionalDouble.empty();
    }

    private Map<String, Double> spent(String service, Map<String, Task> tasks) {
        Map<String, Double> spent = new HashMap<>();
        Map<String, Task> old = before.getOrDefault(service, Map.of());
        tasks.forEach((id, task) -> {
            Task then = old.getOrDefault(id, new Task(task.kind(), 0));
            spent.merge(task.kind(), task.seconds() - then.seconds(), Double::sum);
        });
        return spent;
    }

    /** Prints what was spent since the start. */
    void print(Consumer<String> lines) {
        now().forEach((service, tasks) -> {
            Map<String, Double> spent = spent(service, tasks);
            double all =
                    spent.values().stream().mapToDouble(Double::doubleValue).sum();
            lines.accept("");
            lines.accept(String.format(Locale.ROOT, "%s: %.1f CPU-seconds, by kind of thread", service, all));
            List<Map.Entry<String, Double>> sorted = new ArrayList<>(spent.entrySet());
            sorted.sort(Collections.reverseOrder(Map.Entry.comparingByValue()));
            sorted.stream()
                    .limit(SHOWN)
                    .forEach(kind -> lines.accept(String.format(
                            Locale.ROOT,
                            "    %5.1f %%  %s",
                            100 * kind.getValue() / Math.max(all, 1e-9),
                            kind.getKey())));
        });
    }

    private Map<String, Map<String, Task>> now() {
        Map<String, Map<String, Task>> now = new LinkedHashMap<>();
        services.forEach(service -> service.process()
                .ifPresent(process -> now.put(service.name(), tasks(Path.of("/proc/" + process.pid() + "/task")))));
        return now;
    }

    private static Map<String, Task> tasks(Path folder) {
        Map<String, Task> tasks = new HashMap<>();
        try (Stream<Path> ids = Files.list(folder)) {
            ids.forEach(id -> read(id).ifPresent(task -> tasks.put(String.valueOf(id.getFileName()), task)));
        } catch (IOException e) {
            // No such folder on this system, or the process has just ended: then it is not known.
            return tasks;
        }
        return tasks;
    }

    private static Optional<Task> read(Path task) {
        try {
            String stat = Files.readString(task.resolve("stat"));
            int end = stat.lastIndexOf(')');
            String[] fields = stat.substring(end + 2).split(" ");
            String kind = stat.substring(stat.indexOf('(') + 1, end).replaceAll("[-#]?\\d+$", "");
            double ticks = Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]);
            return Optional.of(new Task(kind, ticks / TICKS_PER_SECOND));
        } catch (IOException e) {
            // The thread has just ended.
            return Optional.empty();
        }
    }
}
