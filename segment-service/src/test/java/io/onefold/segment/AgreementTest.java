package io.onefold.segment;

import static io.onefold.segment.script.SegmentCalls.as;
import static io.onefold.segment.script.SegmentCalls.create;
import static io.onefold.segment.script.SegmentCalls.memberIds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.Iterables;
import com.google.protobuf.Timestamp;
import io.onefold.proto.segment.v1.Audience;
import io.onefold.proto.segment.v1.AudiencePreview;
import io.onefold.proto.segment.v1.MembershipChange;
import io.onefold.proto.segment.v1.PreviewAudienceRequest;
import io.onefold.segment.evaluation.Cases;
import io.onefold.segment.evaluation.EventFact;
import io.onefold.segment.evaluation.Facts;
import io.onefold.segment.evaluation.RandomFacts;
import io.onefold.segment.evaluation.ReferenceEvaluator;
import io.onefold.segment.evaluation.Truth;
import io.onefold.segment.rule.Rule;
import io.onefold.segment.script.Person.Happening;
import io.onefold.segment.script.PublishedMemberships;
import io.onefold.segment.script.RuleWriter;
import io.onefold.segment.script.ScriptedProfiles;
import io.onefold.segment.script.ServiceTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Random rules over random people through the whole service: what it publishes live and by timers, what the filling of a later audience
 * tells, who is listed at the end and whom a preview finds as of any instant are those whom the reference says.
 */
@ServiceTest
class AgreementTest {
    private static final long SEED = 2_000;
    private static final String WORKSPACE = "agreement";
    private static final String TOKEN = "agreement-manage";
    private static final int PARTITIONS = 16;
    private static final int RULES = 50;
    private static final int PEOPLE = 40;
    private static final int PREVIEWED = 40;
    private static final Instant BEGIN = RandomFacts.BEGIN.minusSeconds(1);
    private static final Instant END = RandomFacts.BEGIN.plusSeconds(60);

    @Inject
    ScriptedProfiles profiles;

    private final Random random = new Random(SEED);
    private final Map<UUID, Facts> people = new HashMap<>();
    private final Map<String, Rule> rules = new TreeMap<>();
    private final Map<String, Instant> begins = new HashMap<>();
    private Instant now = BEGIN;

    private record Arrival(UUID person, EventFact fact) {}

    private void makeUp() {
        for (int i = 0; i < PEOPLE; i++) {
            Facts facts = Cases.of(random.nextLong()).facts();
            people.put(
                    new UUID(random.nextLong(), random.nextLong()),
                    new Facts(facts.firstTime(), facts.events(), facts.namespaces(), true));
        }
        for (int i = 0; i < RULES; i++) {
            rules.put("rule_" + i, Cases.of(random.nextLong()).rule());
        }
    }

    private void begin(List<Map.Entry<String, Rule>> some) {
        for (Map.Entry<String, Rule> one : some) {
            create(TOKEN, Audience.newBuilder().setName(one.getKey()).setRule(RuleWriter.write(one.getValue())));
            begins.put(one.getKey(), now);
        }
        some.forEach(one -> members(one.getKey()));
    }

    /** Waits for everything so far. */
    private List<String> members(String name) {
        return memberIds(TOKEN, name, profiles.token().encode());
    }

    private void tick(Instant time) {
        now = time;
        profiles.tickOf(WORKSPACE, time);
    }

    private void arrive(List<Arrival> arrivals) {
        for (Arrival one : arrivals) {
            now = now.plusMillis(random.nextInt(40));
            profiles.happenIn(WORKSPACE, one.person, Happening.of(one.fact, now));
            if (random.nextInt(15) == 0) {
                tick(now);
            }
        }
    }

    @Test
    void every_road_agrees_with_the_reference() {
        makeUp();
        List<Map.Entry<String, Rule>> all = List.copyOf(rules.entrySet());
        tick(BEGIN);
        begin(all.subList(0, 1));
        begin(all.subList(1, RULES / 2));
        List<Arrival> arrivals = new ArrayList<>();
        people.forEach((id, facts) -> facts.events().forEach(fact -> arrivals.add(new Arrival(id, fact))));
        Collections.shuffle(arrivals, random);
        arrive(arrivals.subList(0, arrivals.size() / 2));
        tick(now);
        members(all.get(0).getKey());
        begin(all.subList(RULES / 2, RULES));
        arrive(arrivals.subList(arrivals.size() / 2, arrivals.size()));
        tick(END);
        Map<String, List<String>> members = new HashMap<>();
        rules.keySet().forEach(name -> members.put(name, members(name)));

        int changes = publishedAgrees();
        assertTrue(changes > RULES * PEOPLE / 2, "the cases would say little: " + changes);
        rules.forEach((name, rule) -> {
            assertEquals(in(rule, END), members.get(name), name);
            previewAgrees(name, rule);
        });
    }

    private boolean isIn(Rule rule, Facts facts, Instant at) {
        return ReferenceEvaluator.value(rule, facts, at) == Truth.TRUE;
    }

    private List<String> in(Rule rule, Instant at) {
        return people.entrySet().stream()
                .filter(person -> isIn(rule, person.getValue(), at))
                .map(person -> person.getKey().toString())
                .sorted()
                .toList();
    }

    /** At every boundary since the audience was created, and a millisecond before and after it. */
    private int publishedAgrees() {
        Map<String, Map<String, List<MembershipChange>>> published = new HashMap<>();
        List<MembershipChange> all = PublishedMemberships.upTo(TOKEN, WORKSPACE, END, PARTITIONS);
        all.forEach(change -> published
                .computeIfAbsent(change.getAudience(), name -> new HashMap<>())
                .computeIfAbsent(change.getProfileId(), id -> new ArrayList<>())
                .add(change));
        rules.forEach((name, rule) -> people.forEach((id, facts) -> {
            TreeMap<Instant, Boolean> told =
                    inForce(published.getOrDefault(name, Map.of()).getOrDefault(id.toString(), List.of()));
            for (Instant at : new Cases(rule, facts, 0).around()) {
                if (!at.isBefore(begins.getOrDefault(name, END)) && !at.isAfter(END)) {
                    Map.Entry<Instant, Boolean> last = told.floorEntry(at);
                    assertEquals(
                            isIn(rule, facts, at),
                            last != null && last.getValue(),
                            () -> name + " " + rule + " over " + facts + " at " + at + ": " + told);
                }
            }
        }));
        return all.size();
    }

    private static TreeMap<Instant, Boolean> inForce(List<MembershipChange> changes) {
        TreeMap<Instant, Boolean> inForce = new TreeMap<>();
        for (MembershipChange change : changes) {
            Timestamp time = change.getEffectiveTime();
            Instant effective = Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
            inForce.tailMap(effective, true).clear();
            inForce.put(effective, change.getMember());
        }
        return inForce;
    }

    /** By the audience's name, or by its rule as if there were no audience. */
    private void previewAgrees(String name, Rule rule) {
        TreeSet<Instant> around = new TreeSet<>();
        people.values().forEach(facts -> around.addAll(new Cases(rule, facts, 0).around()));
        List<Instant> instants = new ArrayList<>(around);
        Collections.shuffle(instants, random);
        PreviewAudienceRequest.Builder request = PreviewAudienceRequest.newBuilder()
                .setConsistencyToken(profiles.token().encode())
                .setSampleSize(PEOPLE);
        Iterables.limit(instants, PREVIEWED).forEach(at -> request.addAsOf(timestamp(at)));
        if (random.nextBoolean()) {
            request.setAudience(name);
        } else {
            request.setRule(RuleWriter.write(rule));
        }
        List<AudiencePreview> previews =
                as(TOKEN).previewAudience(request.build()).getPreviewsList();
        for (int i = 0; i < previews.size(); i++) {
            Instant at = instants.get(i);
            assertEquals(
                    in(rule, at), previews.get(i).getSampleProfileIdsList(), () -> name + " " + rule + " at " + at);
        }
    }

    private static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }
}
