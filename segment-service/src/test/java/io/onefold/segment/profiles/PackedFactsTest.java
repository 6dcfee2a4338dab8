package io.onefold.segment.profiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import io.onefold.segment.evaluation.ConsentFact;
import io.onefold.segment.evaluation.EventFact;
import io.onefold.segment.evaluation.Facts;
import io.onefold.segment.evaluation.RandomFacts;
import io.onefold.segment.evaluation.Scalar;
import io.onefold.segment.evaluation.ThirdPartyFact;
import io.onefold.segment.rule.Channel;
import io.onefold.segment.rule.EventType;
import io.onefold.segment.rule.PropertyPath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PackedFactsTest {
    private static final PropertyPath TOTAL = PropertyPath.parse("properties.total");
    private static final PropertyPath SESSION = PropertyPath.parse("context.sessionId");

    @Test
    void whatIsUnpackedIsWhatWasPacked() {
        qt().withFixedSeed(20261122).withExamples(3000).forAll(longs().all()).checkAssert(seed -> {
            Facts facts = RandomFacts.of(new Random(seed));
            assertEquals(facts, PackedFacts.of(facts).unpack());
        });
    }

    @Test
    void whatIsAddedBitByBitIsTheSame() {
        qt().withFixedSeed(20261123).withExamples(1000).forAll(longs().all()).checkAssert(seed -> {
            Random random = new Random(seed);
            Facts facts = RandomFacts.of(random);
            List<EventFact> events = new ArrayList<>(facts.events());
            Collections.shuffle(events, random);
            int before = random.nextInt(events.size() + 1);
            ProfileState state = new ProfileState(
                            "w", new UUID(0, 1), 1, true, facts.keeping(events.subList(0, before)::contains))
                    .packed();
            int next = before;
            while (next < events.size()) {
                int from = Math.max(0, next - random.nextInt(2));
                int to = Math.min(events.size(), next + 1 + random.nextInt(3));
                ProfileState carriedOn = state.unpacked().and(events.subList(from, to), to);
                state = random.nextBoolean() ? carriedOn.packed() : carriedOn;
                next = to;
            }
            assertEquals(facts, state.facts());
            assertEquals(facts, state.packed().facts());
        });
    }

    @Test
    void partsBecomeOneAgainBeforeTheyAreMany() {
        List<EventFact> views = views(100);
        Facts first = new Facts(Optional.of(views.get(0).time()), views.subList(0, 1), new TreeMap<>(), true);
        ProfileState state = new ProfileState("w", new UUID(0, 1), 1, true, first).packed();
        for (int i = 1; i < views.size(); i++) {
            state = state.unpacked().and(views.subList(i, i + 1), i + 1).packed();
            assertEquals(views.subList(0, i + 1), state.facts().events());
        }
        int together = PackedFacts.of(state.facts()).size();
        int apart = state.packedFacts().size();
        assertTrue(apart < together + 8 * 150, () -> apart + " bytes, and " + together + " as one");
    }

    @Test
    void theEndsOfTimeAndTextsOfAnyKindComeBack() {
        EventFact first = event("0001-01-01T00:00:00Z", "Bestellung \u00e4\u20ac\ud83d\ude00", "");
        EventFact last = event("9999-12-31T23:59:59.999999Z", "", "\u0001 \"{}");
        Facts facts = new Facts(
                Optional.of(first.time()),
                List.of(first, last),
                new TreeMap<>(Map.of("user_id", first.time(), "e-mail \u00e9", last.time())),
                true);
        assertEquals(facts, PackedFacts.of(facts).unpack());
    }

    @Test
    void nothingIsNothing() {
        assertEquals(Facts.NONE, PackedFacts.of(Facts.NONE).unpack());
    }

    @Test
    void aThousandViewsOfPagesTakeFiftyBytesEach() {
        List<EventFact> views = views(1000);
        int bytes = PackedFacts.of(new Facts(Optional.of(views.get(0).time()), views, new TreeMap<>(), true))
                .size();
        assertTrue(bytes < 50 * views.size(), () -> bytes + " bytes");
    }

    private static List<EventFact> views(int count) {
        List<EventFact> views = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            views.add(new EventFact(
                    new UUID(i, -i),
                    Instant.parse("2026-11-22T00:00:00Z").plusMillis(7919L * i),
                    EventType.PAGE,
                    "product",
                    Channel.WEB,
                    false,
                    Set.of("anonymous_id", "user_id"),
                    Map.of(SESSION, new Scalar.Text("s-" + i / 20)),
                    List.of(),
                    false,
                    Optional.empty(),
                    400));
        }
        return views;
    }

    private static EventFact event(String time, String name, String text) {
        return new EventFact(
                UUID.fromString("ffffffff-ffff-4fff-8fff-ffffffffffff"),
                Instant.parse(time),
                EventType.OTHER,
                name,
                Channel.OTHER,
                true,
                Set.of(),
                Map.of(TOTAL, WantedPaths.number("-1.50"), SESSION, new Scalar.Text(text)),
                List.of(new ConsentFact("marketing", "", true)),
                true,
                Optional.of(new ThirdPartyFact("acme", Optional.of(Instant.parse(time)))),
                Integer.MAX_VALUE);
    }
}
