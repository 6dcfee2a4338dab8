package io.onefold.ingestion.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.onefold.ingestion.OnStack;
import io.onefold.proto.ingestion.v1.Verdict;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.handlers.ConsoleHandler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The log as production has it: a line about an event carries the event's id, and nothing of what is in the event. */
@QuarkusTest
@TestProfile(LogLinesTest.AsInProduction.class)
class LogLinesTest extends OnStack {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static final class AsInProduction implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.log.console.json.enabled", "true");
        }
    }

    /** One whose two user ids cannot both be right; a person's name is in it, and in its message id. */
    static String quarantined(String run, String name) {
        return """
                {"type":"identify","messageId":"%s-%s","userId":"%s","context":{"traits":{"user_id":"other-%s","name":"%s"}},
                 "properties":{"note":"\\u0000 %s"}}""".formatted(run, name, name, name, name, name);
    }

    /** Writes lines as the console's handler does. */
    private static final class Lines extends Handler {
        private final Formatter formatter;
        final List<String> lines = new CopyOnWriteArrayList<>();

        Lines(Formatter formatter) {
            this.formatter = formatter;
        }

        @Override
        public void publish(LogRecord line) {
            lines.add(formatter.format(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static Formatter console() {
        return Stream.of(Logger.getLogger("").getHandlers())
                .flatMap(LogLinesTest::withInner)
                .filter(ConsoleHandler.class::isInstance)
                .map(Handler::getFormatter)
                .findFirst()
                .orElseThrow();
    }

    private static Stream<Handler> withInner(Handler handler) {
        return handler instanceof ExtHandler outer
                ? Stream.concat(
                        Stream.of(handler), Stream.of(outer.getHandlers()).flatMap(LogLinesTest::withInner))
                : Stream.of(handler);
    }

    @Test
    void theLineOfAQuarantinedEventHasItsIdAndNothingOfIt() throws Exception {
        String name = "zebulon" + UUID.randomUUID().toString().substring(0, 8);
        Lines log = new Lines(console());
        Logger.getLogger("").addHandler(log);
        Verdict verdict;
        try {
            verdict = service.verdict("dev-web", quarantined(UUID.randomUUID().toString(), name));
        } finally {
            Logger.getLogger("").removeHandler(log);
        }
        assertEquals(Verdict.Outcome.OUTCOME_QUARANTINED, verdict.getOutcome());
        @Nullable JsonNode found = null;
        for (String line : log.lines) {
            JsonNode read = JSON.readTree(line);
            if (read.at("/mdc/eventId").asText().equals(verdict.getEventId())) {
                found = read;
            }
            assertFalse(line.contains(name), line);
        }
        JsonNode line = Objects.requireNonNull(found, () -> "no line has the event's id: " + log.lines);
        assertTrue(line.path("message").asText().contains("is quarantined: " + verdict.getReason()), line::toString);
        assertEquals("INFO", line.path("level").asText());
    }
}
