package io.onefold.segment.live;

import com.google.protobuf.ByteString;
import io.onefold.domain.Bucket;
import io.onefold.kit.feed.Partitions;
import io.onefold.proto.profile.v1.ProfileChange;
import io.onefold.proto.segment.v1.MembershipChange;
import io.onefold.segment.audience.Audience;
import io.onefold.segment.audience.AudienceState;
import io.onefold.segment.audience.Catalog;
import io.onefold.segment.evaluation.EventFact;
import io.onefold.segment.evaluation.Facts;
import io.onefold.segment.evaluation.ReferenceEvaluator;
import io.onefold.segment.evaluation.Truth;
import io.onefold.segment.membership.Clocks;
import io.onefold.segment.membership.Evaluated;
import io.onefold.segment.membership.Ledger;
import io.onefold.segment.membership.Origin;
import io.onefold.segment.profiles.ChangedProfile;
import io.onefold.segment.profiles.Known;
import io.onefold.segment.profiles.KnownProfile;
import io.onefold.segment.profiles.ProfileState;
import io.onefold.segment.profiles.Wanted;
import io.onefold.segment.rule.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A story as the service tells it: the parts of the live path, of the timers and of the filling themselves, with what they read of the
 * profile-service and what they write kept in memory.
 */
final class Told {
    private static final UUID PROFILE = new UUID(0, 1);
    private static final String WORKSPACE = "w";
    private static final Partitions PARTITIONS = new Partitions(16);
    private static final int PARTITION = PARTITIONS.of(Bucket.of(PROFILE));

    private final Story story;
    private final Optional<Random> ahead;
    private final List<List<EventFact>> versions = new ArrayList<>();
    private final Ledger ledger = new Ledger();
    private final Set<Integer> firsts = new HashSet<>();
    private final Set<Integer> untold = new HashSet<>();
    private final List<String> log = new ArrayList<>();
    private Audience audience;
    private Instant clock;
    private Instant exactFrom;
    private @Nullable KnownProfile known;
    /** The version that the feed has come to, the last one that was read, and the one from which a filling may read. */
    private int fed = 1;

    private int read = 1;
    private int present = 1;

    private Told(Story story, Optional<Random> ahead) {
        this.story = story;
        this.ahead = ahead;
        this.clock = story.begin();
        this.exactFrom = story.begin();
        this.audience = audience(story.rule(), 1, story.begin(), story.filling());
        versions.add(List.of());
        versions.add(story.before());
        log.add(story.rule() + " before " + shortly(story.before()));
        story.steps().forEach(this::tellVersions);
        story.steps().forEach(this::tell);
        if (audience.isBackfilling()) {
            fill();
        }
        clock = story.end();
        fire(Set.of());
    }

    /** Facts are read just when the feed tells of them. */
    static Told of(Story story) {
        return new Told(story, Optional.empty());
    }

    /** Facts are forgotten and read anew at any time, and say then what the feed will tell later. */
    static Told ahead(Story story, Random random) {
        return new Told(story, Optional.of(random));
    }

    private static Audience audience(Rule rule, long version, Instant begin, boolean filling) {
        return new Audience(
                new UUID(0, 2),
                WORKSPACE,
                "a",
                "",
                rule,
                ByteString.EMPTY,
                filling ? AudienceState.BACKFILLING : AudienceState.LIVE,
                0,
                begin,
                version,
                begin,
                true,
                false,
                0,
                rule.needs());
    }

    private void tellVersions(Story.Step step) {
        if (step instanceof Story.Batch batch) {
            for (Story.Change change : batch.changes()) {
                List<EventFact> events = new ArrayList<>(versions.get(versions.size() - 1));
                events.removeAll(change.went());
                events.addAll(change.came());
                versions.add(events);
            }
        }
    }

    private void tell(Story.Step step) {
        log.add(shortly(step));
        if (step instanceof Story.Batch batch) {
            apply(batch);
        } else if (step instanceof Story.Tick tick) {
            clock = tick.time();
            fire(Set.of());
        } else if (step instanceof Story.Revise revise) {
            audience = audience(revise.rule(), audience.version() + 1, clock, true);
            present = read(fed);
            known = null;
        } else if (audience.isBackfilling()) {
            fill();
        }
    }

    private void apply(Story.Batch batch) {
        Touch touch = new Touch(PROFILE);
        batch.changes().forEach(change -> touch.add(changed(++fed, change)));
        clock = batch.tick().orElse(clock);
        @Nullable KnownProfile before = known;
        known = Optional.ofNullable(before)
                .filter(one -> !forgets())
                .flatMap(one -> Known.after(one, touch.changes()))
                .orElseGet(this::readNow);
        List<Evaluated> evaluated = evaluate(touch);
        if (batch.tick().isPresent()) {
            fire(evaluated.stream().map(one -> one.subject().id()).collect(Collectors.toSet()));
        }
        if (!write("changes to " + fed, evaluated, Set.of()).isEmpty()) {
            known = readNow();
            if (!write("again to " + fed, evaluate(touch), Set.of()).isEmpty()) {
                throw new AssertionError("overtaken twice");
            }
        }
    }

    private List<Evaluated> evaluate(Touch touch) {
        Catalog catalog = new Catalog(
                WORKSPACE, 1, List.of(audience), Map.of(audience.id(), audience.name()), Wanted.of(audience.needs()));
        return LiveEvaluation.evaluate(catalog, touch, known(), clocks());
    }

    private KnownProfile known() {
        return Optional.ofNullable(known).orElseThrow();
    }

    private Clocks clocks() {
        return new Clocks(PARTITIONS, Map.of(WORKSPACE, Map.of(PARTITION, clock)));
    }

    /** As the profile-service tells it: what moves a beginning is not told as events only. */
    private ChangedProfile changed(int version, Story.Change change) {
        Facts before = facts(version - 1);
        Facts after = facts(version);
        boolean told = change.reason() == ChangedProfile.Reason.EVENT
                && after.firstTime().isPresent()
                && before.firstTime().equals(after.firstTime())
                && before.namespaces().equals(after.namespaces());
        return new ChangedProfile(
                WORKSPACE,
                PROFILE,
                numbered(version),
                told ? numbered(version - 1) : 0,
                change.reason(),
                after.firstTime().isPresent(),
                false,
                codec -> told ? change.came() : List.of(),
                change.reason() == ChangedProfile.Reason.EVENT
                        ? change.came().stream().map(EventFact::time).min(Instant::compareTo)
                        : Optional.empty(),
                ProfileChange.getDefaultInstance());
    }

    private Facts facts(int version) {
        Optional<Instant> first = Optional.empty();
        TreeMap<String, Instant> namespaces = new TreeMap<>();
        for (EventFact event : versions.get(version)) {
            if (!event.enriching()) {
                first = Optional.of(first.filter(event.time()::isAfter).orElse(event.time()));
                event.namespaces()
                        .forEach(namespace ->
                                namespaces.merge(namespace, event.time(), (a, b) -> a.isBefore(b) ? a : b));
            }
        }
        return new Facts(first, versions.get(version), namespaces, story.complete());
    }

    private ProfileState state(int version) {
        Facts all = facts(version);
        boolean exists = all.firstTime().isPresent();
        Facts facts = exists ? all.keeping(audience.needs()::selects) : Facts.NONE;
        // An id that leads elsewhere can come to lead to somebody else again: its version rises, and the feed tells of
        // it
        // with the one that it leads to.
        if (!exists && ahead.filter(Random::nextBoolean).isPresent()) {
            untold.add(version);
        }
        long number = numbered(version) + (untold.contains(version) ? 1 : 0);
        return new ProfileState(WORKSPACE, PROFILE, number, exists, facts);
    }

    /** The profile-service's number of a version; between two of them there can be one of which the feed does not tell. */
    private static long numbered(int version) {
        return 2L * version;
    }

    private static int index(long number) {
        return (int) (number / 2);
    }

    private boolean forgets() {
        return ahead.map(Random::nextBoolean).orElse(false);
    }

    /** A version that the profile-service has come to when the feed is at one. */
    private int read(int least) {
        int last = versions.size() - 1;
        int further = ahead.filter(random -> random.nextInt(3) > 0)
                .map(random -> random.nextInt(last - least + 1))
                .orElse(0);
        read = Math.max(read, least + further);
        return read;
    }

    private KnownProfile readNow() {
        return Known.read(Wanted.of(audience.needs()), state(read(fed)));
    }

    private void fire(Set<UUID> own) {
        ledger.due(PROFILE, clock).flatMap(due -> due.without(own)).ifPresent(due -> {
            @Nullable KnownProfile before = known;
            KnownProfile recalled = Optional.ofNullable(before)
                    .filter(one -> one.version() >= due.version() && !forgets())
                    .orElseGet(this::readNow);
            known = recalled;
            List<Evaluated> evaluated = due.audiences().values().stream()
                    .map(at -> DueEvaluation.evaluate(audience, recalled.of(audience.needs()), at, clock))
                    .toList();
            write("due at " + clock, evaluated, Set.of(PROFILE));
        });
    }

    /** By a scan that began at any time since the audience came, or got its rule. */
    private void fill() {
        int last = read(fed);
        ProfileState state = state(present + new Random(story.changeCount() + last).nextInt(last - present + 1));
        // A scan passes by who is no more; a member of the rule of before is asked for by itself.
        if (state.exists() || isMember()) {
            Evaluated evaluated = Evaluations.of(
                    audience,
                    state,
                    state.version(),
                    clocks().instantFor(WORKSPACE, PROFILE, state.facts()),
                    new Origin.Filling());
            write("filled at version " + state.version(), List.of(evaluated), Set.of());
        }
        if (audience.version() > 1) {
            // Who is in by a changed rule is in from the instant of that evaluation.
            exactFrom = ledger.evaluatedAt(PROFILE).filter(clock::isBefore).orElse(clock);
        }
        fire(Set.of());
        audience = audience(audience.rule(), audience.version(), audience.begin(), false);
    }

    private boolean isMember() {
        List<MembershipChange> told = told();
        return !told.isEmpty() && told.get(told.size() - 1).getMember();
    }

    private Set<UUID> write(String what, List<Evaluated> evaluated, Collection<UUID> looked) {
        int before = told().size();
        firsts.add(before);
        Set<UUID> overtaken = ledger.write(evaluated, looked);
        log.add(what + ": "
                + told().subList(before, told().size()).stream()
                        .map(Told::shortly)
                        .toList());
        return overtaken;
    }

    private static String shortly(Story.Step step) {
        if (!(step instanceof Story.Batch batch)) {
            return step.toString();
        }
        return batch.changes().stream()
                        .map(change -> change.reason() + " +" + shortly(change.came()) + " -" + shortly(change.went()))
                        .toList()
                + batch.tick().map(tick -> ", tick " + tick).orElse("");
    }

    private static String shortly(MembershipChange change) {
        return (change.getMember() ? "in " : "out ") + effective(change) + " " + change.getCause();
    }

    private static List<String> shortly(List<EventFact> events) {
        return events.stream()
                .map(event -> event.name() + " " + event.time() + " received " + event.received())
                .toList();
    }

    /** Tells a change that changes nothing. */
    void again() {
        Touch touch = new Touch(PROFILE);
        versions.add(versions.get(fed));
        fed++;
        touch.add(changed(fed, new Story.Change(ChangedProfile.Reason.MERGE, List.of(), List.of())));
        known = readNow();
        write("again", evaluate(touch), Set.of());
    }

    List<MembershipChange> told() {
        return ledger.told();
    }

    /** Whether it is the first change of those that were published together. */
    boolean isFirstOfItsWrite(int change) {
        return firsts.contains(change);
    }

    /** What the published changes come to: a later one overrides earlier ones from its instant on. */
    static TreeMap<Instant, MembershipChange> inForce(List<MembershipChange> changes) {
        TreeMap<Instant, MembershipChange> inForce = new TreeMap<>();
        for (MembershipChange change : changes) {
            inForce.tailMap(effective(change), true).clear();
            inForce.put(effective(change), change);
        }
        return inForce;
    }

    static boolean replayed(List<MembershipChange> changes, Instant at) {
        Map.Entry<Instant, MembershipChange> last = inForce(changes).floorEntry(at);
        return last != null && last.getValue().getMember();
    }

    static Instant effective(MembershipChange change) {
        return Instant.ofEpochSecond(
                change.getEffectiveTime().getSeconds(),
                change.getEffectiveTime().getNanos());
    }

    /** What the reference says with the knowledge of the end. */
    boolean expected(Instant at) {
        return ReferenceEvaluator.value(audience.rule(), facts(versions.size() - 1), at) == Truth.TRUE;
    }

    /** What it says with the knowledge of a version. */
    boolean expected(long version, Instant at) {
        return ReferenceEvaluator.value(audience.rule(), facts(index(version)), at) == Truth.TRUE;
    }

    boolean hasEvent(long version, Instant at) {
        return versions.get(index(version)).stream()
                .anyMatch(event -> event.time().equals(at));
    }

    /** From when on the log must be exact. */
    Instant exactFrom() {
        return exactFrom;
    }

    Instant end() {
        return story.end();
    }

    boolean isDue() {
        return ledger.due(PROFILE, story.end()).isPresent();
    }

    Set<Instant> eventTimes() {
        return versions.stream().flatMap(List::stream).map(EventFact::time).collect(Collectors.toSet());
    }

    String log() {
        return String.join("\n", log);
    }
}
