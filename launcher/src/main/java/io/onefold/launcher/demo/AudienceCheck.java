package io.onefold.launcher.demo;

import io.onefold.launcher.client.Audiences;
import io.onefold.launcher.client.FillProgress;
import io.onefold.launcher.client.MembershipFeed;
import io.onefold.launcher.client.SuiteClient;
import io.onefold.launcher.client.Times;
import io.onefold.launcher.story.AudienceSize;
import io.onefold.proto.segment.v1.MembershipChange;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Holds the members of every audience, got on every road there is, against the expected ones: live, backfilled, by preview, and by replaying
 * the published feed, the last also against an evaluation as of the ends of many days.
 */
final class AudienceCheck {
    private final Collector collector;
    private final Audiences audiences;
    private final MembershipFeed feed;
    private final Consumer<String> lines;
    private final List<DemoAudience> all;
    private final Instant asOf;

    AudienceCheck(SuiteClient client, Collector collector, Expected expected, Consumer<String> lines) {
        this.collector = collector;
        this.audiences = new Audiences(client);
        this.feed = new MembershipFeed(client);
        this.lines = lines;
        this.all = DemoAudience.of(expected);
        this.asOf = expected.asOf();
    }

    /** Creates the live ones, once the clock that stands at {@code begin} has come down to segment: they begin at that instant. */
    void createLive(Instant begin) {
        var unused = feed.changesUntil(begin);
        all.forEach(audience -> audiences.create(audience.file().named(audience.live())));
        all.forEach(audience -> awaitLive(audience.live()));
    }

    /** Members with the instant since when, by profile id. */
    record Members(Map<String, Map<String, Instant>> byAudience) {
        Map<String, Instant> of(String audience) {
            return byAudience.getOrDefault(audience, Map.of());
        }

        Map<String, Set<String>> profileIds() {
            Map<String, Set<String>> ids = new HashMap<>();
            byAudience.forEach((audience, members) -> ids.put(audience, members.keySet()));
            return ids;
        }
    }

    Members live(String token) {
        return members(all.stream().map(DemoAudience::live).toList(), token);
    }

    Members backfilled(String token) {
        all.forEach(audience -> audiences.create(audience.file().audience()));
        all.forEach(audience -> awaitLive(audience.backfilled()));
        return members(all.stream().map(DemoAudience::backfilled).toList(), token);
    }

    private void awaitLive(String name) {
        var unused = audiences.awaitLive(name, new FillProgress(name, lines));
    }

    private Members members(List<String> names, String token) {
        Map<String, Map<String, Instant>> members = new HashMap<>();
        names.forEach(name -> members.put(name, collector.members(name, token)));
        return new Members(members);
    }

    /** @param days the instants at which the replayed feed is held against an evaluation */
    void compare(
            Comparison comparison,
            Persons persons,
            Members live,
            Members backfilled,
            List<Instant> days,
            String token) {
        comparison.group(
                "audiences",
                all.size() + " of them: filled, live, since when, evaluated, replayed"
                        + (days.isEmpty() ? "" : " for " + days.size() + " days"));
        MembershipHistory history = history();
        Map<String, String> former = former(history, persons);
        for (DemoAudience audience : all) {
            Inquest inquest = new Inquest(audience.live(), history, former, persons);
            comparison.heading(audience.backfilled());
            comparison.set(
                    "  backfilled",
                    audience.members(),
                    persons.pids(backfilled.of(audience.backfilled()).keySet()));
            comparison.set(
                    "  live",
                    audience.members(),
                    persons.pids(live.of(audience.live()).keySet()),
                    inquest::ofPid);
            comparison.set(
                    "  since when, live and backfilled",
                    persons.since(backfilled.of(audience.backfilled())),
                    persons.since(live.of(audience.live())),
                    inquest::ofPidAndInstant);
            TreeSet<Instant> instants = new TreeSet<>(days);
            instants.add(asOf);
            Map<Instant, Set<String>> evaluated = collector.previews(audience.live(), List.copyOf(instants), token);
            Map<Instant, Set<String>> replayed = new TreeMap<>();
            instants.forEach(day -> replayed.put(day, present(history.members(audience.live(), day), former)));
            comparison.set(
                    "  evaluated as of " + asOf,
                    audience.members(),
                    persons.pids(evaluated.getOrDefault(asOf, Set.of())),
                    inquest::ofPid);
            comparison.set(
                    "  replayed as of " + asOf,
                    audience.members(),
                    persons.pids(replayed.getOrDefault(asOf, Set.of())),
                    inquest::ofPid);
            if (!days.isEmpty()) {
                comparison.days(
                        "  replayed at the ends of " + days.size() + " days",
                        evaluated,
                        replayed,
                        (id, day) -> inquest.ofDay(id, day, evaluated));
            }
        }
        comparison.heading("the feed of memberships");
        comparison.number("sequences of the feed that do not rise by one", 0, history.gaps());
        comparison.set("memberships scanned, feed at its end", scanned(), history.atTheEnd());
    }

    /** For who reads the story; under their own names, which stay. */
    List<AudienceSize> sizes(Members live) {
        return all.stream()
                .map(audience -> new AudienceSize(
                        audience.backfilled(),
                        audience.file().audience().getDisplayName(),
                        live.of(audience.live()).size()))
                .toList();
    }

    /** The members of now against those before without the erased, and their numbers against the expected ones. */
    void compareAfterErasures(
            Comparison comparison, Expected expected, Persons persons, Set<String> erased, String token) {
        Members live = live(token);
        Members backfilled = members(all.stream().map(DemoAudience::backfilled).toList(), token);
        for (DemoAudience audience : all) {
            Set<String> remaining = expected.membersWithout(audience.answer(), erased);
            comparison.heading(audience.backfilled() + ", without the erased");
            comparison.number(
                    "  size",
                    expected.sizeAfterErasures(audience.answer()),
                    live.of(audience.live()).size());
            comparison.set(
                    "  live", remaining, persons.pids(live.of(audience.live()).keySet()));
            comparison.set(
                    "  backfilled",
                    remaining,
                    persons.pids(backfilled.of(audience.backfilled()).keySet()));
        }
    }

    private MembershipHistory history() {
        MembershipHistory history = new MembershipHistory();
        for (MembershipChange change : feed.changesUntil(asOf)) {
            history.add(new MembershipHistory.Change(
                    change.getAudience(),
                    change.getProfileId(),
                    change.getMember(),
                    Times.instant(change.getEffectiveTime()),
                    change.getCause().name().replace("CAUSE_", ""),
                    change.getSequence(),
                    change.getProfileVersion()));
        }
        return history;
    }

    /** Where the feed's profile ids that are nobody's any more lead now. */
    private Map<String, String> former(MembershipHistory history, Persons persons) {
        Set<String> ids = history.profileIds();
        ids.removeIf(persons::isKnownId);
        return collector.resolved(ids);
    }

    private static Set<String> present(Set<String> profileIds, Map<String, String> former) {
        Set<String> present = new TreeSet<>();
        profileIds.forEach(id -> present.add(former.getOrDefault(id, id)));
        return present;
    }

    private Set<String> scanned() {
        Set<String> memberships = new TreeSet<>();
        feed.scan().memberships().forEach(one -> memberships.add(one.getAudience() + " " + one.getProfileId()));
        return memberships;
    }
}
