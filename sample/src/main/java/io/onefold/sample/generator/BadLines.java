package io.onefold.sample.generator;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Lines that are no events, and why: the poison that must be refused without harm to its neighbours. */
final class BadLines {
    private static final int TOO_MANY = 33_000;
    private static final int TOO_DEEP = 1_000;

    private BadLines() {}

    private record Bad(String line, String error) {}

    /** Writes {@code bad.jsonl} and {@code bad_expected.csv}. */
    static void write(Path folder, Recipe recipe) throws IOException {
        List<Bad> all = all(Texts.time(recipe.asOf().minusSeconds(1)));
        try (BufferedWriter lines = Files.newBufferedWriter(folder.resolve("bad.jsonl"));
                CsvFile reasons = new CsvFile(folder.resolve("bad_expected.csv"), "line", "error")) {
            for (int i = 0; i < all.size(); i++) {
                lines.write(all.get(i).line() + "\n");
                reasons.row(Integer.toString(i + 1), all.get(i).error());
            }
        }
    }

    private static List<Bad> all(String time) {
        return List.of(
                new Bad("{\"type\":\"track\",\"event\":\"x\"", "json"),
                new Bad("{\"event\":\"x\",\"anonymousId\":\"a1\"" + at(time), "missing_type"),
                new Bad("{\"type\":\"track\",\"event\":\"x\"" + at(time), "missing_id"),
                new Bad(track("a1") + at("yesterday"), "bad_timestamp"),
                new Bad("{\"type\":\"dance\",\"anonymousId\":\"a1\"" + at(time), "unknown_type"),
                new Bad("{\"type\":\"track\",\"anonymousId\":\"a1\"" + at(time), "missing_event"),
                new Bad("[]", "json_not_object"),
                new Bad(track("a".repeat(TOO_MANY)) + at(time), "too_large"),
                new Bad(order("NaN") + at(time), "bad_number"),
                new Bad("{\"type\":\"identify\",\"userId\":123" + at(time), "id_not_string"),
                new Bad(note("\"a\\u0000b\"") + at(time), "bad_string"),
                new Bad(note("\"\\ud83d alone\"") + at(time), "bad_string"),
                new Bad(note("{\"a\":".repeat(TOO_DEEP) + "1" + "}".repeat(TOO_DEEP)) + at(time), "too_deep"),
                new Bad(track("a1") + at("292277026596-12-04T15:30:08Z"), "bad_timestamp"));
    }

    private static String track(String cookie) {
        return "{\"type\":\"track\",\"event\":\"x\",\"anonymousId\":\"" + cookie + "\"";
    }

    private static String order(String total) {
        return "{\"type\":\"track\",\"event\":\"Order Completed\",\"userId\":\"u-bad\",\"properties\":{\"total\":\""
                + total + "\"}";
    }

    private static String note(String json) {
        return track("a1") + ",\"properties\":{\"note\":" + json + "}";
    }

    private static String at(String time) {
        return ",\"timestamp\":\"" + time + "\"}";
    }
}
