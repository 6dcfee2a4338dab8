package io.onefold.profile.state;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.SourceDSL;

/** Sets of distinct events out of few values, so that they meet at one instant, one trait, one consent. */
final class RandomEvents {
    private static final List<String> NAMES = List.of("", "Order Completed", "Product Added", "Home");
    private static final Instant DAY = Instant.parse("2026-03-01T00:00:00Z");

    private RandomEvents() {}

    static Gen<List<EventFacts>> lists() {
        return SourceDSL.integers()
                .between(0, 14)
                .flatMap(size -> SourceDSL.longs().all().map(seed -> list(size, new Random(seed))));
    }

    private static List<EventFacts> list(int size, Random random) {
        List<EventFacts> events = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            events.add(event(random));
        }
        return events;
    }

    private static EventFacts event(Random random) {
        Stamp stamp = new Stamp(
                DAY.plusSeconds(random.nextInt(4)).plusNanos(random.nextInt(2) * 1000L),
                new UUID(random.nextLong(), random.nextLong()));
        int type = 1 + random.nextInt(4);
        return new EventFacts(
                stamp,
                "source" + random.nextInt(2),
                random.nextInt(4) == 0,
                new BehaviourKey(type, NAMES.get(random.nextInt(NAMES.size())), 1 + random.nextInt(2)),
                traits(random),
                consents(random),
                random.nextInt(5) == 0
                        ? new ThirdPartyValue(
                                "p" + random.nextInt(2),
                                "{\"age\":" + random.nextInt(3) + "}",
                                random.nextBoolean() ? null : DAY.plusSeconds(random.nextInt(9)))
                        : null,
                random.nextBoolean() ? Map.of("total", amount(random)) : Map.of(),
                "{\"n\":" + random.nextInt(3) + "}",
                random.nextBoolean() ? (long) random.nextInt(5) - 2 : null,
                random.nextInt(4) == 0 ? new BigDecimal(random.nextInt(11)) : null,
                identifiers(random));
    }

    private static List<IdentifierKey> identifiers(Random random) {
        List<IdentifierKey> identifiers = new ArrayList<>();
        if (random.nextBoolean()) {
            identifiers.add(new IdentifierKey("email", "e" + random.nextInt(3) + "@example.com"));
        }
        if (random.nextBoolean()) {
            identifiers.add(new IdentifierKey("user_id", "u" + random.nextInt(2)));
        }
        return identifiers;
    }

    private static List<EventFacts.Trait> traits(Random random) {
        return random.nextBoolean()
                ? List.of()
                : List.of(new EventFacts.Trait(
                        "t" + random.nextInt(3), random.nextInt(4) == 0 ? null : "\"v" + random.nextInt(3) + "\""));
    }

    private static List<EventFacts.Consent> consents(Random random) {
        return random.nextBoolean()
                ? List.of()
                : List.of(new EventFacts.Consent(
                        new ConsentKey("marketing", random.nextBoolean() ? "email" : "ads"), random.nextBoolean()));
    }

    private static BigDecimal amount(Random random) {
        return BigDecimal.valueOf(random.nextInt(20_000) - 10_000L, random.nextInt(4));
    }
}
