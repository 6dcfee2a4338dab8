package io.onefold.k8s.rules;

import io.onefold.k8s.render.Checkout;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the sources say about the services: what the manifests must agree with. */
final class Source {
    private static final Pattern TOLD = Pattern.compile("^\\| (`[^|]*`) \\|", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern UPSTREAM = Pattern.compile("\\$\\{(onefold\\.\\w+)\\.host:");
    private static final String ANY_NAME = "ANYNAME";

    private Source() {}

    /** One service's application.properties. */
    static Properties properties(String service) {
        Properties properties = new Properties();
        try (Stream<String> lines =
                Files.lines(Checkout.module(service).resolve("src/main/resources/application.properties"))) {
            properties.load(new StringReader(String.join("\n", lines.toList())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    static int port(String service) {
        return Integer.parseInt(properties(service).getProperty("quarkus.http.port"));
    }

    static int managementPort(String service) {
        return Integer.parseInt(properties(service).getProperty("quarkus.management.port"));
    }

    /** What a service calls its upstreams, as in `onefold.events`. */
    static Stream<String> upstreams(String service) {
        return properties(service).values().stream()
                .flatMap(value -> UPSTREAM.matcher(value.toString()).results())
                .map(upstream -> upstream.group(1))
                .distinct();
    }

    /** The port at which an upstream is looked for when nothing is said. */
    static int defaultPort(String service, String upstream) {
        Pattern port = Pattern.compile(Pattern.quote("${" + upstream + ".port:") + "(\\d+)}");
        return properties(service).values().stream()
                .flatMap(value -> port.matcher(value.toString()).results())
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .findFirst()
                .orElseThrow();
    }

    /** Whether a variable is that of a property that docs/configuration.md tells. */
    static Predicate<String> isTold() {
        Pattern told = Pattern.compile(TOLD.matcher(text(Checkout.ROOT.resolve("docs/configuration.md")))
                .results()
                .flatMap(row -> CODE.matcher(row.group(1)).results())
                .map(name -> variable(name.group(1)))
                .reduce((one, other) -> one + "|" + other)
                .orElseThrow());
        return told.asMatchPredicate();
    }

    /** The variable of a property by MicroProfile's rule; a name of the operator's own, in quotes, may be any. */
    private static String variable(String property) {
        return property.replaceAll("\"\\w+\"", ANY_NAME)
                .replaceAll("[^A-Za-z0-9]", "_")
                .toUpperCase(Locale.ROOT)
                .replace(ANY_NAME, "[A-Z0-9_]+");
    }

    /** The JVM options with which the launcher runs the services, as docs/performance.md measures them. */
    static Stream<String> javaOptions() {
        return Pattern.compile("\"(-X[^\"]+)\"")
                .matcher(text(
                        Checkout.ROOT.resolve("launcher/src/main/java/io/onefold/launcher/running/SuiteOptions.java")))
                .results()
                .map(option -> option.group(1));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
