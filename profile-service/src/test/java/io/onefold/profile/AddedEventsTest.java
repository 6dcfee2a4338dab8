package io.onefold.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.Timestamps;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.profile.support.Door;
import io.onefold.profile.support.Given;
import io.onefold.profile.support.ServiceTest;
import io.onefold.profile.support.Upstreams;
import io.onefold.profile.support.Watch;
import io.onefold.proto.profile.v1.FactSelector;
import io.onefold.proto.profile.v1.ProfileChange;
import io.onefold.proto.profile.v1.ProfileFacts;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.Identifier;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A change that is nothing but events brings them; who extends what it knows by them knows what a new reading would say. */
@ServiceTest
class AddedEventsTest {
    private static final List<FactSelector> EVERYTHING = List.of(FactSelector.getDefaultInstance());
    private static final Comparator<Event> IN_ORDER =
            Comparator.comparing(Event::getEventTime, Timestamps.comparator()).thenComparing(Event::getEventId);

    @Inject
    Upstreams upstreams;

    @Inject
    Door door;

    /** One profile, watched from its first event on. */
    private final class Watched implements AutoCloseable {
        final Identifier user = Given.identifier("user_id", Given.fresh("ann"));
        final Identifier mail = Given.identifier("email", Given.fresh("ann") + "@example.com");
        final String id = UUID.randomUUID().toString();
        final Watch watch = door.watch(door.heads(ConsistencyToken.NONE), List.of(id));
        long version;

        Watched() {
            for (String record : List.of(Given.record(user, mail), Given.record(user))) {
                upstreams.identity().plan(record, UUID.fromString(id));
            }
        }

        /** The change that some events make, sent in one step; one of identity alone may come before it. */
        ProfileChange change(Event... events) {
            ConsistencyToken sent = upstreams.ingestion().sendTo(3, List.of(events));
            long now = door.profile(id, sent).getVersion();
            List<ProfileChange> changes =
                    watch.until(all -> all.stream().anyMatch(change -> change.getVersion() == now));
            for (ProfileChange change : changes) {
                if (change.getPreviousVersion() > 0) {
                    assertEquals(version, change.getPreviousVersion());
                }
                version = change.getVersion();
            }
            return changes.get(changes.size() - 1);
        }

        @Override
        public void close() {
            watch.close();
        }

        Event order(int seconds) {
            return Given.order(Given.fresh("o"), Given.START.plusSeconds(seconds), "1", user, mail);
        }
    }

    private static void assertReadAnew(ProfileChange change) {
        assertEquals(0, change.getPreviousVersion());
        assertEquals(0, change.getEventsCount());
    }

    @Test
    void eventsComeWithTheVersionToWhichTheyWereAdded() {
        try (Watched ann = new Watched()) {
            assertReadAnew(ann.change(ann.order(0)));

            Event one = ann.order(1);
            assertEquals(List.of(one), ann.change(one).getEventsList());

            Event late = ann.order(3);
            Event early = ann.order(2);
            ProfileChange both = ann.change(late, early);
            assertTrue(both.getPreviousVersion() > 0);
            assertEquals(List.of(early, late), both.getEventsList());

            Event consent = Given.identify(
                            Given.fresh("i"),
                            Given.START.plusSeconds(4),
                            "{\"first_name\":\"Ann\"}",
                            ann.user,
                            ann.mail)
                    .toBuilder()
                    .addConsents(Given.consent("email", true))
                    .build();
            ProfileChange said = ann.change(consent);
            assertEquals(List.of(consent), said.getEventsList());
            assertEquals("Ann", said.getContact().getFirstName());

            Event row = Given.thirdParty(
                    Given.fresh("d"), Given.START.minusSeconds(99), Given.START.plusSeconds(99), ann.user, ann.mail);
            assertEquals(List.of(row), ann.change(row).getEventsList(), "an enriching source begins nothing");
        }
    }

    @Test
    void aRecordThatBringsNoIdentifierIsNothingButItsEvents() {
        try (Watched ann = new Watched()) {
            ann.change(ann.order(0));
            Event another = Given.order(Given.fresh("o"), Given.START.plusSeconds(1), "1", ann.user);
            assertEquals(List.of(another), ann.change(another).getEventsList());
        }
    }

    @Test
    void whatIsMoreThanEventsIsReadAnew() {
        try (Watched ann = new Watched()) {
            ann.change(ann.order(5));
            assertReadAnew(ann.change(ann.order(4)));

            Identifier phone = Given.identifier("phone", "+33" + Math.abs(ann.id.hashCode()));
            upstreams.identity().plan(Given.record(ann.user, phone), UUID.fromString(ann.id));
            assertReadAnew(ann.change(Given.order(Given.fresh("o"), Given.START.plusSeconds(9), "1", ann.user, phone)));

            Event large = Given.event(Given.fresh("l"), Given.START.plusSeconds(10), ann.user, ann.mail)
                    .setProperties("{\"blob\":\"" + "x".repeat(64 << 10) + "\"}")
                    .build();
            ProfileChange tooLarge = ann.change(large);
            assertReadAnew(tooLarge);
            assertEquals(ProfileChange.Cause.CAUSE_EVENT, tooLarge.getCause());

            Event last = ann.order(11);
            assertEquals(List.of(last), ann.change(last).getEventsList());
        }
    }

    /** Reads facts when a change says so, and otherwise extends what it knows by the events of the change. */
    private final class Follower implements AutoCloseable {
        final List<String> profiles;
        final Map<String, ProfileFacts> known = new HashMap<>();
        final Watch watch;
        int extended;

        Follower(List<String> profiles) {
            this.profiles = profiles;
            this.watch = door.watch(door.heads(ConsistencyToken.NONE), profiles);
        }

        @Override
        public void close() {
            watch.close();
        }

        /** Applies every change up to the token, then compares with a new reading. */
        void follow(ConsistencyToken token) {
            door.await(token);
            List<ProfileFacts> present = door.facts(EVERYTHING, profiles.toArray(String[]::new));
            watch.until(all -> present.stream().allMatch(facts -> isIn(all, facts)))
                    .forEach(this::apply);
            for (ProfileFacts facts : present) {
                if (facts.getExists()) {
                    assertEquals(facts, known.get(facts.getProfileId()));
                }
            }
        }

        private boolean isIn(List<ProfileChange> changes, ProfileFacts facts) {
            ProfileFacts before = known.getOrDefault(facts.getProfileId(), ProfileFacts.getDefaultInstance());
            return before.getVersion() == facts.getVersion()
                    || (!facts.getExists() && !before.getExists())
                    || changes.stream()
                            .filter(change -> change.getProfileId().equals(facts.getProfileId()))
                            .anyMatch(change -> facts.getExists()
                                    ? change.getVersion() == facts.getVersion()
                                    : change.getVersion() > before.getVersion());
        }

        private void apply(ProfileChange change) {
            String id = change.getProfileId();
            ProfileFacts before = known.getOrDefault(id, ProfileFacts.getDefaultInstance());
            if (change.getVersion() <= before.getVersion()) {
                return;
            }
            if (change.getPreviousVersion() == 0 || change.getPreviousVersion() != before.getVersion()) {
                known.put(id, door.facts(EVERYTHING, id).get(0));
                return;
            }
            List<Event> events = new ArrayList<>(before.getEventsList());
            events.addAll(change.getEventsList());
            events.sort(IN_ORDER);
            known.put(
                    id,
                    before.toBuilder()
                            .setVersion(change.getVersion())
                            .clearEvents()
                            .addAllEvents(events)
                            .build());
            extended++;
        }
    }

    /** Events of any order in time, merges and splits. */
    @Test
    void whoFollowsTheEventsKnowsWhatANewReadingSays() {
        Random random = new Random(7);
        List<Identifier> users = new ArrayList<>();
        List<String> profiles = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            users.add(Given.identifier("user_id", Given.fresh("u")));
            profiles.add(UUID.randomUUID().toString());
            upstreams.identity().plan(Given.record(users.get(i)), UUID.fromString(profiles.get(i)));
        }
        try (Follower follower = new Follower(profiles)) {
            ConsistencyToken token = ConsistencyToken.NONE;
            for (int step = 0; step < 120; step++) {
                token = token.and(step(random, users, profiles));
                if (random.nextInt(3) > 0) {
                    follower.follow(token);
                }
            }
            follower.follow(token);
            assertTrue(follower.extended > 20, "extended " + follower.extended + " times");
        }
    }

    private ConsistencyToken step(Random random, List<Identifier> users, List<String> profiles) {
        Identifier user = users.get(random.nextInt(users.size()));
        if (random.nextInt(8) == 0) {
            String to = profiles.get(random.nextInt(profiles.size()));
            upstreams.identity().move(Given.WORKSPACE, Map.of(Given.record(user), to), Map.of());
            return upstreams.identity().heads();
        }
        Event order = Given.order(Given.fresh("o"), Given.START.plusSeconds(random.nextInt(30)), "1", user);
        return upstreams.ingestion().send(List.of(order));
    }
}
