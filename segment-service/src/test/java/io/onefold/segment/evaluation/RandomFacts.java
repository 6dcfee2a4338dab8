package io.onefold.segment.evaluation;

import io.onefold.segment.rule.Channel;
import io.onefold.segment.rule.EventType;
import io.onefold.segment.rule.PropertyPath;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** Random histories of one profile: few instants and values, several events at one instant, expiries and lengths of time that meet. */
public final class RandomFacts {
    public static final Instant BEGIN = Instant.parse("2011-01-01T00:00:00Z");
    static final List<Duration> SPANS =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(5));
    static final List<String> TEXTS = List.of("x", "xy", "2", "2.0", "", "true");
    static final List<PropertyPath> PATHS = List.of(
            PropertyPath.parse("properties.total"),
            PropertyPath.parse("properties.a.b"),
            PropertyPath.parse("context.sessionId"),
            PropertyPath.parse("traits.country"),
            PropertyPath.parse("traits.plan"));

    private RandomFacts() {}

    static Instant instant(Random random) {
        return BEGIN.plusMillis(500L * random.nextInt(14));
    }

    public static Facts of(Random random) {
        List<EventFact> events = new ArrayList<>();
        for (int i = random.nextInt(14); i > 0; i--) {
            events.add(event(random));
        }
        SortedMap<String, Instant> namespaces = new TreeMap<>();
        Optional<Instant> first = Optional.empty();
        for (EventFact event : events) {
            if (!event.enriching()) {
                event.namespaces()
                        .forEach(namespace ->
                                namespaces.merge(namespace, event.time(), (a, b) -> a.isBefore(b) ? a : b));
                first = Optional.of(first.filter(event.time()::isAfter).orElse(event.time()));
            }
        }
        return new Facts(first, events, namespaces, random.nextInt(30) > 0);
    }

    private static EventFact event(Random random) {
        EventType type = random.nextBoolean() ? EventType.TRACK : EventType.values()[random.nextInt(6)];
        boolean named = type == EventType.TRACK || type == EventType.PAGE || type == EventType.SCREEN;
        Instant time = instant(random);
        Map<PropertyPath, Scalar> values = new HashMap<>();
        for (PropertyPath path : PATHS) {
            if (random.nextInt(5) > 0) {
                values.put(path, scalar(random));
            }
        }
        boolean thirdParty = random.nextInt(4) == 0;
        return new EventFact(
                new UUID(random.nextLong(), random.nextLong()),
                time,
                type,
                named ? List.of("Order Completed", "Order Refunded", "home").get(random.nextInt(3)) : "",
                Channel.values()[random.nextInt(3)],
                thirdParty || random.nextInt(5) == 0,
                random.nextBoolean() ? Set.of("email") : Set.of("email", "user_id"),
                values,
                consents(random),
                !thirdParty && values.keySet().stream().anyMatch(p -> p.root() == PropertyPath.Root.TRAITS),
                thirdParty ? Optional.of(row(random, time)) : Optional.empty());
    }

    private static ThirdPartyFact row(Random random, Instant time) {
        Optional<Instant> expiry =
                random.nextInt(4) == 0 ? Optional.empty() : Optional.of(time.plusMillis(700L * random.nextInt(6)));
        return new ThirdPartyFact(random.nextBoolean() ? "acme" : "other", expiry);
    }

    private static List<ConsentFact> consents(Random random) {
        List<ConsentFact> consents = new ArrayList<>();
        for (int i = Math.max(0, random.nextInt(5) - 2); i > 0; i--) {
            consents.add(new ConsentFact("marketing", channel(random), random.nextBoolean()));
        }
        return consents;
    }

    static String channel(Random random) {
        return List.of("email", "email", "any", "sms").get(random.nextInt(4));
    }

    private static Scalar scalar(Random random) {
        return switch (random.nextInt(8)) {
            case 0, 1, 2, 3 -> {
                BigDecimal number =
                        new BigDecimal(List.of("2", "2.0", "0", "-1.5", "3").get(random.nextInt(5)));
                yield new Scalar.Number(number, number.toPlainString());
            }
            case 4, 5 -> new Scalar.Text(TEXTS.get(random.nextInt(TEXTS.size())));
            case 6 -> new Scalar.Flag(random.nextBoolean());
            default -> Scalar.Nothing.NOTHING;
        };
    }

    /** Every instant at which anything can change, whatever the rule. */
    static TreeSet<Instant> boundaries(Facts facts) {
        TreeSet<Instant> instants = new TreeSet<>(facts.namespaces().values());
        facts.firstTime().ifPresent(instants::add);
        for (EventFact event : facts.events()) {
            instants.add(event.time());
            SPANS.forEach(span -> instants.add(event.time().plus(span)));
            event.thirdParty().flatMap(ThirdPartyFact::expireTime).ifPresent(instants::add);
        }
        return instants;
    }
}
