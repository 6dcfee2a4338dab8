package io.onefold.launcher.running;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Starts a Java program in the background with its output in a log. */
final class Launch {

    private Launch() {}

    /** The running JVM's own program, so that everything runs on one version of Java. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** The class path of this JVM; surefire hides it behind a jar of its own and tells it in a property. */
    static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
    }

    static Process start(
            List<String> command, Map<String, String> environment, Path directory, Path log, boolean detached)
            throws IOException {
        Files.createDirectories(log.resolveSibling(""));
        List<String> whole = new ArrayList<>();
        if (detached && onPath("setsid")) {
            // Out of the terminal's session: closing the terminal, or Ctrl-C in it, is not for a process that was told
            // to stay.
            whole.add("setsid");
        }
        whole.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(whole)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static boolean onPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(program)));
    }
}
