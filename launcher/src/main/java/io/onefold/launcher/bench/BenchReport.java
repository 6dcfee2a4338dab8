package io.onefold.launcher.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Collects the figures, each with its aim beside it, and prints them in the end. */
final class BenchReport {
    private final List<String> said = new ArrayList<>();

    void heading(String text) {
        said.add("");
        said.add(text);
    }

    void rate(String what, double perSecond, double yardstick) {
        said.add(String.format(Locale.ROOT, "  %-46s %,10.0f /s %6.2f", what, perSecond, perSecond / yardstick));
    }

    /** @param least the aim; 0: none */
    void rate(String what, double perSecond, double yardstick, double least) {
        rate(what, perSecond, yardstick);
        aim(perSecond >= least, String.format(Locale.ROOT, "at least %,.0f /s", least));
    }

    void latency(String what, Latencies latencies) {
        said.add(String.format(Locale.ROOT, "  %-46s %s  (%,d)", what, latencies, latencies.count()));
    }

    /** An aim for a quantile of the latencies given before, in milliseconds. */
    void aim(Latencies latencies, double quantile, double below) {
        aim(
                latencies.millisAt(quantile) < below,
                String.format(Locale.ROOT, "p%.0f below %.0f ms", quantile * 100, below));
    }

    void seconds(String what, double seconds, double below) {
        said.add(String.format(Locale.ROOT, "  %-46s %10.1f s", what, seconds));
        aim(seconds < below, String.format(Locale.ROOT, "below %.0f s", below));
    }

    void cost(String what, Throughput.Measured measured) {
        said.add(String.format(Locale.ROOT, "  %-46s %10.3f  %,10.0f /s", what, measured.cost(), measured.rate()));
    }

    void ratio(String what, double ratio, double most) {
        said.add(String.format(Locale.ROOT, "  %-46s %10.2f", what, ratio));
        aim(ratio <= most, String.format(Locale.ROOT, "at most %.1f", most));
    }

    void cpu(String what, Throughput.Measured measured) {
        heading("CPU-seconds per 1,000 events, " + what);
        measured.cpu()
                .forEach((process, seconds) -> said.add(
                        String.format(Locale.ROOT, "  %-46s %10.3f", process, seconds * 1000 / measured.events())));
        said.add(String.format(
                Locale.ROOT,
                "  %-46s %10.3f",
                "together",
                measured.cpu().values().stream()
                                .mapToDouble(Double::doubleValue)
                                .sum()
                        * 1000
                        / measured.events()));
    }

    /** A rule that is never true costs less to evaluate than it would in earnest, so the figures above would say too much. */
    void members(Map<String, Long> sizes) {
        heading("members of the audiences in the end");
        sizes.forEach((audience, size) -> said.add(String.format(
                Locale.ROOT,
                "  %-46s %,10d%s",
                audience,
                size,
                size == 0 ? "   NO MEMBER: the events of this run never made its rule true" : "")));
    }

    void memory(Map<String, Long> mebibytes) {
        heading("resident memory");
        mebibytes.forEach((process, size) -> said.add(String.format(Locale.ROOT, "  %-46s %,10d MiB", process, size)));
    }

    private void aim(boolean met, String aim) {
        int last = said.size() - 1;
        said.set(last, said.get(last) + "   aim: " + aim + (met ? "" : ", MISSED"));
    }

    void print(Consumer<String> lines) {
        said.forEach(lines);
    }
}
