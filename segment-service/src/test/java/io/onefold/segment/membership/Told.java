package io.onefold.segment.membership;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.onefold.segment.audience.RuleCodec;
import io.onefold.segment.evaluation.Evaluator;
import io.onefold.segment.evaluation.EventFact;
import io.onefold.segment.evaluation.Facts;
import io.onefold.segment.evaluation.History;
import io.onefold.segment.rule.Channel;
import io.onefold.segment.rule.EventType;
import io.onefold.segment.rule.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** One profile and one audience over a random time: events come late and in any order, records come and leave, the clock moves. */
final class Told {
    static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final int SECONDS = 120;
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

    private final Rule rule;
    private final Random random;
    private final List<EventFact> events = new ArrayList<>();
    private final List<List<EventFact>> elsewhere = new ArrayList<>();
    private final List<Publication.Change> changes = new ArrayList<>();
    private final List<String> story = new ArrayList<>();
    private final Set<Integer> steps = new HashSet<>();
    private Optional<Standing> standing = Optional.empty();
    private Optional<Instant> evaluatedAt = Optional.empty();
    private Instant clock = BEGIN;
    private boolean filling;
    private long version;

    private Told(Random random) {
        this(random, RULES.get(random.nextInt(RULES.size())));
    }

    private Told(Random random, Rule rule) {
        this.random = random;
        this.rule = rule;
        story.add(rule.toString());
    }

    static Told random(Random random) {
        Told told = new Told(random);
        int before = random.nextInt(4);
        told.filling = random.nextBoolean();
        if (told.filling) {
            told.existedBefore(before);
        }
        int steps = 1 + random.nextInt(14);
        for (int i = 0; i < steps; i++) {
            told.step();
            if (told.filling && random.nextInt(4) == 0) {
                told.fill();
            }
        }
        if (told.filling) {
            told.fill();
        }
        told.tick(told.clock.plusSeconds(random.nextInt(60)));
        return told;
    }

    private static Rule rule(String json) {
        io.onefold.proto.segment.v1.Rule.Builder proto = io.onefold.proto.segment.v1.Rule.newBuilder();
        try {
            JsonFormat.parser().merge(json, proto);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(json, e);
        }
        return RuleCodec.read(proto.build());
    }

    /** Happened before the audience was created, or before anybody evaluated it. */
    private void existedBefore(int batches) {
        for (int i = 0; i < batches; i++) {
            events.addAll(some());
            version++;
        }
    }

    private void fill() {
        evaluate(new Origin.Filling(), "filled");
        filling = false;
    }

    private void step() {
        switch (random.nextInt(6)) {
            case 0, 1, 2 -> add();
            case 3 -> tick(clock.plusSeconds(random.nextInt(40)));
            case 4 -> come();
            default -> leave();
        }
    }

    private EventFact event() {
        Instant time = BEGIN.plusMillis(random.nextInt(SECONDS * 10) * 100L);
        return event(random, time, random.nextInt(3) == 0 ? "B" : "A", random.nextInt(8) == 0);
    }

    private static EventFact event(Random random, Instant time) {
        return event(random, time, "A", false);
    }

    private static EventFact event(Random random, Instant time, String name, boolean enriching) {
        return new EventFact(
                new UUID(random.nextLong(), random.nextLong()),
                time,
                EventType.TRACK,
                name,
                Channel.WEB,
                enriching,
                Set.of(),
                Map.of(),
                List.of(),
                false,
                Optional.empty());
    }

    private List<EventFact> some() {
        List<EventFact> some = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            some.add(event());
        }
        return some;
    }

    private void add() {
        add(some());
    }

    private void add(List<EventFact> added) {
        events.addAll(added);
        Instant since = added.stream()
                .map(EventFact::time)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Set<Instant> instants = new HashSet<>();
        added.forEach(event -> instants.add(event.time()));
        evaluate(new Origin.Changed(since, instants, Optional.empty(), at -> false, false), "events " + instants);
    }

    private void come() {
        List<EventFact> record = some();
        elsewhere.add(record);
        events.addAll(record);
        regroup(Cause.MERGE);
    }

    private void leave() {
        if (!elsewhere.isEmpty()) {
            events.removeAll(elsewhere.remove(random.nextInt(elsewhere.size())));
            regroup(Cause.SPLIT);
        }
    }

    private void regroup(Cause cause) {
        evaluate(new Origin.Changed(Instant.MIN, Set.of(), Optional.of(cause), at -> false, false), cause.name());
    }

    private void tick(Instant to) {
        clock = to;
        Optional<Instant> due = standing.flatMap(Standing::due).filter(at -> !at.isAfter(to));
        due.ifPresent(at -> evaluate(new Origin.Due(at, when -> eventTimes().contains(when)), "due " + at));
    }

    /** Whether it is the first change of those that were published together. */
    boolean isFirstOfItsStep(int change) {
        return steps.contains(change);
    }

    /** Somebody is found to have done at one instant what makes a member, then to have done it earlier as well. */
    static List<Publication.Change> entersThenEarlier(Instant at, Instant earlier) {
        Told told = new Told(new Random(1), rule("{occurred: {names: ['A']}}"));
        told.add(List.of(event(new Random(1), at)));
        told.add(List.of(event(new Random(2), earlier)));
        return told.changes;
    }

    void again() {
        evaluate(new Origin.Changed(Instant.MIN, Set.of(), Optional.of(Cause.MERGE), at -> false, false), "again");
    }

    private void evaluate(Origin origin, String what) {
        if (origin instanceof Origin.Changed) {
            version++;
        }
        Facts facts = facts();
        clock = facts.received().filter(clock::isBefore).orElse(clock);
        Evaluated evaluated = new Evaluated(
                "w",
                new UUID(0, 1),
                version,
                new Evaluated.Subject(new UUID(0, 2), "a", 1, BEGIN, filling),
                () -> Evaluator.history(rule, facts, Instant.MIN),
                clock,
                origin);
        Publication.of(standing, evaluatedAt, evaluated).ifPresent(step -> {
            standing = Optional.of(step.standing());
            steps.add(changes.size());
            changes.addAll(step.changes());
            story.add(what + " at " + clock + ": " + step.changes());
        });
        evaluatedAt = Standings.later(evaluatedAt, clock);
    }

    private Facts facts() {
        Optional<Instant> first = events.stream()
                .filter(event -> !event.enriching())
                .map(EventFact::time)
                .min(Comparator.naturalOrder());
        return new Facts(first, events, new TreeMap<>(), true);
    }

    History history() {
        return Evaluator.history(rule, facts(), Instant.MIN);
    }

    /** Whether what was published says that it was a member: a later item overrides earlier ones from its instant on. */
    boolean replayed(Instant at) {
        return replayed(changes, at);
    }

    static boolean replayed(List<Publication.Change> changes, Instant at) {
        TreeMap<Instant, Boolean> log = new TreeMap<>();
        for (Publication.Change change : changes) {
            log.tailMap(change.effective(), true).clear();
            log.put(change.effective(), change.member());
        }
        Map.Entry<Instant, Boolean> last = log.floorEntry(at);
        return last != null && last.getValue();
    }

    Instant clock() {
        return clock;
    }

    List<Publication.Change> changes() {
        return changes;
    }

    Optional<Instant> due() {
        return standing.flatMap(Standing::due);
    }

    List<String> story() {
        return story;
    }

    List<Instant> eventTimes() {
        return events.stream().map(EventFact::time).toList();
    }

    List<Instant> publishedInstants() {
        return changes.stream().map(Publication.Change::effective).toList();
    }
}
