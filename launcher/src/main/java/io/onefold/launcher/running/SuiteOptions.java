package io.onefold.launcher.running;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How a suite is to run.
 *
 * @param root the checkout, whose built jars are run
 * @param dir holds the suite's state: data, logs, process numbers; one suite per folder
 * @param portOffset is added to every port, so that a suite of its own runs beside another one
 * @param fresh true throws the folder's data away first
 * @param detached true lets the processes live on when this JVM ends ({@code up}); false stops them with it
 * @param javaOptions JVM options of every service
 * @param properties system properties of single services, beside those that every service gets
 * @param progress takes a line for each step
 */
public record SuiteOptions(
        Path root,
        Path dir,
        int portOffset,
        boolean fresh,
        boolean detached,
        List<String> javaOptions,
        Map<ServiceKind, Map<String, String>> properties,
        Consumer<String> progress) {

    /** The highest of the standard ports, Redis's, stays a port with it. */
    private static final int MOST_PORT_OFFSET = 40_000;

    /** Half of the heap for what a batch needs and leaves behind: with less it spills over to the old half, whose collections take long. */
    private static final List<String> JAVA_OPTIONS =
            List.of("-Xms48m", "-Xmx192m", "-XX:+UseSerialGC", "-XX:NewRatio=1", "-XX:SurvivorRatio=4");

    public SuiteOptions {
        if (portOffset < 0 || portOffset > MOST_PORT_OFFSET) {
            throw new SuiteException("--port-offset is 0 to %d, not %d".formatted(MOST_PORT_OFFSET, portOffset));
        }
    }

    /** What {@code ./onefold up} runs: fixed ports, data kept in {@code .onefold/dev}. */
    public static SuiteOptions standard() {
        Path root = checkout();
        return new SuiteOptions(
                root, root.resolve(".onefold/dev"), 0, false, true, JAVA_OPTIONS, Map.of(), System.out::println);
    }

    /** A suite of one's own in a folder of its own, fresh and gone with this JVM: for demos, benchmarks and tests. */
    public static SuiteOptions isolated(Path dir, int portOffset) {
        return new SuiteOptions(checkout(), dir, portOffset, true, false, JAVA_OPTIONS, Map.of(), System.out::println);
    }

    public SuiteOptions keepingData() {
        return new SuiteOptions(root, dir, portOffset, false, detached, javaOptions, properties, progress);
    }

    public SuiteOptions withDir(Path other) {
        return new SuiteOptions(root, other, portOffset, fresh, detached, javaOptions, properties, progress);
    }

    public SuiteOptions withPortOffset(int offset) {
        return new SuiteOptions(root, dir, offset, fresh, detached, javaOptions, properties, progress);
    }

    public SuiteOptions withJavaOptions(List<String> options) {
        return new SuiteOptions(root, dir, portOffset, fresh, detached, List.copyOf(options), properties, progress);
    }

    public SuiteOptions withProgress(Consumer<String> lines) {
        return new SuiteOptions(root, dir, portOffset, fresh, detached, javaOptions, properties, lines);
    }

    public SuiteOptions withProperty(ServiceKind service, String name, String value) {
        Map<ServiceKind, Map<String, String>> more = new EnumMap<>(ServiceKind.class);
        properties.forEach((kind, values) -> more.put(kind, new HashMap<>(values)));
        more.computeIfAbsent(service, kind -> new HashMap<>()).put(name, value);
        return new SuiteOptions(root, dir, portOffset, fresh, detached, javaOptions, more, progress);
    }

    public SuiteOptions withPropertyForAll(String name, String value) {
        SuiteOptions all = this;
        for (ServiceKind kind : ServiceKind.values()) {
            all = all.withProperty(kind, name, value);
        }
        return all;
    }

    Path stackDir() {
        return dir.resolve("stack");
    }

    /** Where activation writes the files of its destinations. */
    public Path filesDir() {
        return dir.resolve("files");
    }

    private static Path checkout() {
        return Path.of(System.getProperty("onefold.root", "")).toAbsolutePath().normalize();
    }
}
