package io.onefold.segment.live;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.onefold.segment.audience.RuleCodec;
import io.onefold.segment.evaluation.Cases;
import io.onefold.segment.evaluation.EventFact;
import io.onefold.segment.evaluation.RandomFacts;
import io.onefold.segment.profiles.ChangedProfile.Reason;
import io.onefold.segment.rule.Channel;
import io.onefold.segment.rule.EventType;
import io.onefold.segment.rule.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** Random stories: events come late, dated ahead and in any order, records come and leave, the clock moves, the rule changes. */
final class Stories {
    static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<Rule> RULES = List.of(
            rule("{occurred: {names: ['A'], window: '10s'}}"),
            rule("{comparison: {left: {count: {names: ['A']}}, operator: OPERATOR_GE, right: {number: '2'}}}"),
            rule(
                    "{comparison: {left: {count: {names: ['A'], window: '30s'}}, operator: OPERATOR_GE, right: {number: '2'}}}"),
            rule("{all: {rules: [{occurred: {names: ['A']}}, {absent: {names: ['B'], window: '20s'}}]}}"),
            rule("{occurred: {names: ['A'], followed_by: {events: {names: ['B']}, within: '15s'}}}"),
            rule(
                    "{all: {rules: [{occurred: {names: ['A'], window: '40s'}}, {absent: {names: ['B'], relation: {anchor: ANCHOR_LATEST, of: {names: ['A']}, side: SIDE_AT_OR_AFTER}}}]}}"),
            rule("{absent: {names: ['A']}}"));

    /** What may happen in a story. */
    enum Kind {
        /** Anything. */
        ANY,
        /** Nothing but events that are added to a live audience. */
        EVENTS,
        /** The same, each at the instant at which it comes or dated ahead. */
        ON_TIME
    }

    private final Random random;
    private final Kind kind;
    private final List<List<EventFact>> records = new ArrayList<>();
    private final List<EventFact> held = new ArrayList<>();
    private Instant now = BEGIN;

    private Stories(Random random, Kind kind) {
        this.random = random;
        this.kind = kind;
    }

    static Rule rule(String json) {
        io.onefold.proto.segment.v1.Rule.Builder proto = io.onefold.proto.segment.v1.Rule.newBuilder();
        try {
            JsonFormat.parser().merge(json, proto);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(json, e);
        }
        return RuleCodec.read(proto.build());
    }

    static Story random(Random random, Kind kind) {
        return new Stories(random, kind).story();
    }

    private Rule anyRule() {
        return RULES.get(random.nextInt(RULES.size()));
    }

    private Story story() {
        boolean filling = kind == Kind.ANY && random.nextBoolean();
        List<EventFact> before = new ArrayList<>();
        for (int i = filling ? random.nextInt(4) : 0; i > 0; i--) {
            before.addAll(some());
        }
        held.addAll(before);
        boolean unfilled = filling;
        List<Story.Step> steps = new ArrayList<>();
        for (int i = random.nextInt(14); i >= 0; i--) {
            steps.add(step());
            if (unfilled && random.nextInt(4) == 0) {
                steps.add(new Story.Fill());
                unfilled = false;
            } else if (kind == Kind.ANY && random.nextInt(10) == 0) {
                steps.add(new Story.Revise(anyRule()));
                unfilled = true;
            }
        }
        now = now.plusSeconds(random.nextInt(60));
        return new Story(anyRule(), BEGIN, before, filling, true, steps, now);
    }

    private Story.Step step() {
        if (random.nextInt(4) == 0) {
            now = now.plusSeconds(random.nextInt(40));
            return new Story.Tick(now);
        }
        List<Story.Change> changes = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            changes.add(change());
        }
        return new Story.Batch(changes, random.nextInt(4) == 0 ? Optional.of(now) : Optional.empty());
    }

    private Story.Change change() {
        now = now.plusMillis(100L * (1 + random.nextInt(80)));
        int what = kind == Kind.ANY ? random.nextInt(11) : 0;
        if (what == 10) {
            return absorbed();
        }
        if (what > 7 && !records.isEmpty()) {
            List<EventFact> record = records.remove(random.nextInt(records.size()));
            held.removeAll(record);
            return new Story.Change(Reason.SPLIT, List.of(), record);
        }
        List<EventFact> came = some();
        held.addAll(came);
        if (what > 5) {
            records.add(came);
            return new Story.Change(Reason.MERGE, came, List.of());
        }
        return new Story.Change(Reason.EVENT, came, List.of());
    }

    /** Somebody else gets all the records: the profile is no more, until others come to it. */
    private Story.Change absorbed() {
        List<EventFact> all = List.copyOf(held);
        held.clear();
        records.clear();
        return new Story.Change(Reason.MERGE, List.of(), all);
    }

    private List<EventFact> some() {
        List<EventFact> some = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            some.add(event());
        }
        return some;
    }

    private EventFact event() {
        Instant time = switch (random.nextInt(8)) {
            case 0 -> now.plusMillis(100L * random.nextInt(200));
            case 1, 2, 3 -> kind == Kind.ON_TIME ? now : now.minusMillis(100L * random.nextInt(900));
            default -> now;
        };
        return new EventFact(
                new UUID(random.nextLong(), random.nextLong()),
                time,
                EventType.TRACK,
                random.nextInt(3) == 0 ? "B" : "A",
                Channel.WEB,
                random.nextInt(8) == 0,
                Set.of(),
                Map.of(),
                List.of(),
                false,
                Optional.empty(),
                0,
                now);
    }

    /** A case's events, in any order and batches; the instants that it looks at are before the end. */
    static Story of(Cases one) {
        Random random = one.random();
        List<EventFact> events = new ArrayList<>(one.facts().events());
        Collections.shuffle(events, random);
        Instant begin = RandomFacts.BEGIN.plusMillis(500L * (random.nextInt(8) - 2));
        Stories stories = new Stories(random, Kind.ANY);
        stories.now = begin;
        boolean filling = random.nextBoolean();
        List<EventFact> before = new ArrayList<>();
        for (int i = filling ? random.nextInt(events.size() + 1) : 0; i > 0; i--) {
            before.add(stories.comes(events.remove(0)));
        }
        List<Story.Step> steps = new ArrayList<>();
        while (!events.isEmpty()) {
            steps.add(stories.next(events));
            if (random.nextInt(4) == 0) {
                steps.add(new Story.Fill());
            }
        }
        return new Story(
                one.rule(), begin, before, filling, one.facts().complete(), steps, stories.now.plusSeconds(2_000_000));
    }

    /** All of a case is there when the audience comes, and found by its filling. */
    static Story filled(Cases one) {
        Random random = one.random();
        Instant begin = RandomFacts.BEGIN.plusMillis(500L * (random.nextInt(24) - 4));
        Stories stories = new Stories(random, Kind.ANY);
        stories.now = begin;
        List<EventFact> before =
                one.facts().events().stream().map(stories::comes).toList();
        Instant later = begin.plusMillis(500L * random.nextInt(16));
        return new Story(
                one.rule(),
                begin,
                before,
                true,
                one.facts().complete(),
                List.of(new Story.Tick(later), new Story.Fill()),
                later.plusSeconds(2_000_000));
    }

    private Story.Step next(List<EventFact> events) {
        if (random.nextInt(4) == 0) {
            now = now.plusMillis(500L * random.nextInt(4));
            return new Story.Tick(now);
        }
        List<Story.Change> changes = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0 && !events.isEmpty(); i--) {
            now = now.plusMillis(100L * random.nextInt(12));
            List<EventFact> came = new ArrayList<>();
            for (int j = random.nextInt(2); j >= 0 && !events.isEmpty(); j--) {
                came.add(comes(events.remove(0)));
            }
            changes.add(new Story.Change(random.nextInt(6) == 0 ? Reason.MERGE : Reason.EVENT, came, List.of()));
        }
        return new Story.Batch(changes, random.nextInt(4) == 0 ? Optional.of(now) : Optional.empty());
    }

    private EventFact comes(EventFact event) {
        return new EventFact(
                event.id(),
                event.time(),
                event.type(),
                event.name(),
                event.channel(),
                event.enriching(),
                event.namespaces(),
                event.values(),
                event.consents(),
                event.statesTraits(),
                event.thirdParty(),
                0,
                now);
    }
}
