package io.onefold.devstack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/** What a service's metrics said at one moment, read from Prometheus's text format. */
public final class Scrape {
    /** Not the upgrade to HTTP/2 that the client would ask for by itself: an answer that came with it was seen never to end. */
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)(?: -?\\d+)?");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

    private final List<Sample> samples;

    private Scrape(List<Sample> samples) {
        this.samples = samples;
    }

    /** One value with its labels. */
    public record Sample(String name, Map<String, String> labels, double value) {
        private boolean has(String... some) {
            for (int i = 0; i < some.length; i += 2) {
                if (!some[i + 1].equals(labels.get(some[i]))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Asks a service; fails when it has not told everything in a few seconds. */
    public static Scrape of(URI metrics) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> answer = HTTP.sendAsync(
                HttpRequest.newBuilder(metrics).header("accept", "text/plain").build(),
                HttpResponse.BodyHandlers.ofString());
        try {
            // A request's own limit ends with the headers.
            HttpResponse<String> response = answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (response.statusCode() != 200) {
                throw new IOException(metrics + " answered " + response.statusCode());
            }
            return parse(response.body());
        } catch (ExecutionException failure) {
            throw new IOException(metrics + ": " + failure.getCause(), failure);
        } catch (TimeoutException slow) {
            answer.cancel(true);
            throw new IOException(metrics + " has not answered within " + LIMIT.toSeconds() + " s", slow);
        }
    }

    /** Reads a whole text; a line that is none of the format is a mistake of whoever wrote it. */
    public static Scrape parse(String text) throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                samples.add(sample(line));
            }
        }
        return new Scrape(samples);
    }

    private static Sample sample(String line) throws IOException {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IOException("not a line of Prometheus's text format: " + line);
        }
        String labels = matcher.group(2);
        return new Sample(
                matcher.group(1), labels == null ? Map.of() : labels(labels, line), value(matcher.group(3), line));
    }

    private static Map<String, String> labels(String text, String line) throws IOException {
        Map<String, String> labels = new HashMap<>();
        Matcher label = LABEL.matcher(text);
        int end = 0;
        while (end < text.length() && label.find() && label.start() == end) {
            labels.put(label.group(1), unescaped(label.group(2)));
            end = label.end();
        }
        if (end < text.length()) {
            throw new IOException("labels that cannot be read: " + line);
        }
        return labels;
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
                plain.append(text.charAt(i) == 'n' ? '\n' : text.charAt(i));
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private static double value(String text, String line) throws IOException {
        try {
            return switch (text) {
                case "+Inf" -> Double.POSITIVE_INFINITY;
                case "-Inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(text);
            };
        } catch (NumberFormatException e) {
            throw new IOException("no number: " + line, e);
        }
    }

    /** All values of a name. */
    public List<Sample> samples(String name) {
        return samples.stream().filter(sample -> sample.name.equals(name)).toList();
    }

    /**
     * The sum of a name's values; 0 of none. A value that is not a number says nothing.
     *
     * @param labels names and values in turn that a sample must have
     */
    public double sum(String name, String... labels) {
        return values(name, labels).sum();
    }

    /** The largest of a name's values; empty when it has none. */
    public OptionalDouble max(String name, String... labels) {
        return values(name, labels).max();
    }

    private DoubleStream values(String name, String... labels) {
        return samples(name).stream()
                .filter(sample -> sample.has(labels) && !Double.isNaN(sample.value))
                .mapToDouble(Sample::value);
    }
}
