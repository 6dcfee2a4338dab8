package io.onefold.launcher.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/** Where the running Java threads of one process were, by a recording's samples. Threads that wait are not sampled. */
final class Samples {
    private static final String SAMPLE = "jdk.ExecutionSample";
    private static final String OURS = "io.onefold.";
    private static final String GENERATED = "io.onefold.proto.";
    private static final int SHOWN = 8;
    /** The parts of a package's name that say whose it is. */
    private static final int PARTS = 4;

    private final Map<String, Integer> methods = new HashMap<>();
    private final Map<String, Integer> packages = new HashMap<>();
    private final Map<String, Integer> callers = new HashMap<>();
    private int count;

    static Samples read(Path recording) throws IOException {
        Samples samples = new Samples();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (event.getEventType().getName().equals(SAMPLE) && event.getStackTrace() != null) {
                    samples.add(event.getStackTrace().getFrames());
                }
            }
        }
        return samples;
    }

    private void add(List<RecordedFrame> frames) {
        if (frames.isEmpty()) {
            return;
        }
        count++;
        RecordedMethod top = frames.get(0).getMethod();
        methods.merge(name(top), 1, Integer::sum);
        packages.merge(packageOf(top), 1, Integer::sum);
        String caller = frames.stream()
                .map(RecordedFrame::getMethod)
                .filter(Samples::isOurs)
                .map(Samples::name)
                .findFirst()
                .orElse("(no code of ours on the stack)");
        callers.merge(caller, 1, Integer::sum);
    }

    void print(String process, Consumer<String> lines) {
        lines.accept("");
        lines.accept(String.format(Locale.ROOT, "%s: %,d samples of running Java threads", process, count));
        print("package at the top of the stack", packages, lines);
        print("method at the top of the stack", methods, lines);
        print("method of ours nearest to the top", callers, lines);
    }

    private void print(String what, Map<String, Integer> counts, Consumer<String> lines) {
        lines.accept("  " + what);
        List<Map.Entry<String, Integer>> sorted = new ArrayList<>(counts.entrySet());
        sorted.sort(Collections.reverseOrder(Map.Entry.comparingByValue()));
        sorted.stream()
                .limit(SHOWN)
                .forEach(entry -> lines.accept(String.format(
                        Locale.ROOT, "    %5.1f %%  %s", 100.0 * entry.getValue() / count, entry.getKey())));
    }

    private static boolean isOurs(RecordedMethod method) {
        String type = method.getType().getName();
        return type.startsWith(OURS) && !type.startsWith(GENERATED);
    }

    private static String name(RecordedMethod method) {
        return method.getType().getName() + "." + method.getName();
    }

    private static String packageOf(RecordedMethod method) {
        String[] parts = method.getType().getName().split("\\.");
        int length = Math.min(PARTS, Math.max(1, parts.length - 1));
        return String.join(".", List.of(parts).subList(0, length));
    }
}
