package io.onefold.ingestion.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.Generate.byteArrays;
import static org.quicktheories.generators.Generate.bytes;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefold.domain.IdentifierIds;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quicktheories.QuickTheory;

/** Reading answers for every input, and gives what the database can hold. */
class EventReaderPropertyTest {
    private static final SourceRules WEB = new SourceRules("dev", "web", false, Set.of("user_id"), Optional.empty());
    private final EventReader reader =
            new EventReader(new IdentifierIds("a secret of this test alone"), new EventLimits(32768));

    private static QuickTheory cases() {
        return qt().withExamples(10_000).withFixedSeed(20261121);
    }

    private Outcome read(byte[] json) {
        return reader.read(Arrival.of(json), WEB);
    }

    @Test
    void anyBytesHaveAnOutcome() {
        cases().forAll(byteArrays(integers().between(0, 64), bytes(Byte.MIN_VALUE, Byte.MAX_VALUE, (byte) '{')))
                .check(json -> read(json) instanceof Outcome.Rejected);
    }

    /** Messages with every kind of fault in every place. */
    @Test
    void anyMessageHasAnOutcomeAndASecondReadingGivesTheSame() {
        cases().forAll(longs().all()).check(seed -> {
            byte[] json = message(new Random(seed)).getBytes(StandardCharsets.UTF_8);
            Outcome first = read(json);
            Outcome second = read(json);
            if (first instanceof Outcome.Normal normal) {
                return first.equals(second) && holds(normal.event());
            }
            return first instanceof Outcome.Quarantined quarantined
                    ? quarantined.eventId().equals(((Outcome.Quarantined) second).eventId())
                    : first.equals(second);
        });
    }

    private static boolean holds(NormalEvent event) {
        String all = event.name()
                + event.messageId()
                + event.properties()
                + event.traits()
                + event.context()
                + event.identifiers()
                + event.targetId();
        return all.indexOf('\0') < 0
                && StandardCharsets.UTF_8.newEncoder().canEncode(all)
                && !event.identifiers().isEmpty()
                && event.identifiers().size() <= 32
                && event.identifiers()
                        .equals(event.identifiers().stream().sorted().distinct().toList())
                && event.name().length() <= 200
                && event.messageId().length() <= 200;
    }

    /** Whatever the order of the keys, an event is the same. */
    @Test
    void canonicalWritingIsItsOwnCanonicalWriting() {
        cases().forAll(longs().all()).check(seed -> {
            String json = "{\"a\":" + value(new Random(seed), 0) + "}";
            ObjectNode read = JsonReader.object(json.getBytes(StandardCharsets.UTF_8));
            try {
                JsonCheck.require(read);
            } catch (Refusal notSound) {
                return true;
            }
            String canonical = CanonicalJson.of(read);
            return canonical.equals(CanonicalJson.of(JsonReader.object(canonical.getBytes(StandardCharsets.UTF_8))));
        });
    }

    @Test
    void aMessagesPartsAreCutOutOfTheWholeAsTheyWouldBeWrittenAlone() {
        cases().forAll(longs().all()).check(seed -> {
            ObjectNode read = JsonReader.object(message(new Random(seed)).getBytes(StandardCharsets.UTF_8));
            try {
                JsonCheck.require(read);
            } catch (Refusal notSound) {
                return true;
            }
            CanonicalMessage written = CanonicalMessage.of(read);
            ObjectNode content = read.deepCopy();
            content.remove("sentAt");
            boolean parts = content.properties().stream()
                    .filter(field -> field.getValue().isObject())
                    .allMatch(field -> written.object(field.getKey()).equals(CanonicalJson.of(field.getValue())));
            return parts
                    && written.text().equals(CanonicalJson.of(content))
                    && written.object("absent").equals("{}");
        });
    }

    @Test
    void eventTimeIsNeverBeyondTheToleranceNorBefore1970() {
        Duration hour = Duration.ofHours(1);
        cases().forAll(
                        longs().between(0, 253402300799L),
                        longs().between(0, 253402300799L),
                        longs().between(0, 253402300799L))
                .check((original, sent, received) -> {
                    Instant receive = Instant.ofEpochSecond(received);
                    Instant time = new EventTimes(
                                    null, Instant.ofEpochSecond(original), Instant.ofEpochSecond(sent), null)
                            .eventTime(receive, hour);
                    return !time.isAfter(receive.plus(hour)) && !time.isBefore(Instant.EPOCH);
                });
    }

    @Test
    void aDeviceWithAWrongClockIsCorrectedByWhatItSaysAboutTheSending() {
        Instant receive = Instant.parse("2026-01-01T12:00:00Z");
        Instant original = Instant.parse("2031-01-01T00:00:00Z");
        EventTimes times = new EventTimes(null, original, original.plusSeconds(90), null);
        assertEquals(receive.minusSeconds(90), times.eventTime(receive, Duration.ofHours(1)));
    }

    private static final String[] TYPES = {"track", "identify", "page", "screen", "group", "alias", "dance", ""};

    private static String message(Random random) {
        StringBuilder json = new StringBuilder("{\"type\":\"")
                .append(TYPES[random.nextInt(TYPES.length)])
                .append('"');
        for (String key : new String[] {
            "userId",
            "anonymousId",
            "messageId",
            "event",
            "name",
            "previousId",
            "groupId",
            "timestamp",
            "sentAt",
            "traits",
            "properties",
            "context",
            "integrations",
            "category"
        }) {
            if (random.nextInt(3) > 0) {
                json.append(",\"").append(key).append("\":").append(fitting(random, key));
            }
        }
        return json.append('}').toString();
    }

    private static String fitting(Random random, String key) {
        if (random.nextInt(12) == 0) {
            return value(random, 0);
        }
        return switch (key) {
            case "timestamp", "sentAt" ->
                "\"20%02d-0%d-1%dT00:00:00Z\""
                        .formatted(random.nextInt(100), 1 + random.nextInt(9), random.nextInt(10));
            case "traits" ->
                "{\"email\":\"A%d@x.fr\",\"phone\":\"201555010%d\"}".formatted(random.nextInt(9), random.nextInt(10));
            case "context" ->
                "{\"externalIds\":[{\"type\":\"crm%d\",\"id\":\"x\"}],\"traits\":{},\"v\":%s}"
                        .formatted(random.nextInt(9), value(random, 3));
            case "properties", "integrations" ->
                "{\"total\":\"%d.50\",\"v\":%s}".formatted(random.nextInt(100), value(random, 3));
            default -> "\"" + key + random.nextInt(100) + "\"";
        };
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 4 ? 6 : 8)) {
            case 0 -> "null";
            case 1 -> Boolean.toString(random.nextBoolean());
            case 2 -> Long.toString(random.nextLong());
            case 3 -> random.nextInt(1000) + "." + random.nextInt(1000) + "e" + (random.nextInt(800) - 400);
            case 4 -> "\"\\u" + String.format("%04x", random.nextInt(65536)) + "\"";
            case 5 -> "\"é" + random.nextInt(10) + "\"";
            case 6 -> "[" + value(random, depth + 1) + "," + value(random, depth + 1) + "]";
            default -> "{\"b\":" + value(random, depth + 1) + ",\"a\":" + value(random, depth + 1) + "}";
        };
    }
}
