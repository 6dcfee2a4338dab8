package io.onefold.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.profile.support.Door;
import io.onefold.profile.support.Given;
import io.onefold.profile.support.Refusal;
import io.onefold.profile.support.ServiceTest;
import io.onefold.profile.support.Upstreams;
import io.onefold.proto.profile.v1.Profile;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.Identifier;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The view of a profile as of an instant is the view that there would be had nothing happened since. */
@ServiceTest
class PastTest {
    @Inject
    Upstreams upstreams;

    @Inject
    Door door;

    /** Without what is not of the past: the version, and which third-party rows are live at the workspace's clock. */
    private static Profile timeless(Profile profile) {
        return profile.toBuilder().clearVersion().clearThirdParty().build();
    }

    private Optional<Profile> present(String id, ConsistencyToken token) {
        return found(() -> door.profile(id, token));
    }

    private Optional<Profile> past(String id, Instant asOf) {
        return found(() -> door.profileAsOf(id, asOf));
    }

    private static Optional<Profile> found(Supplier<Profile> call) {
        try {
            return Optional.of(timeless(call.get()));
        } catch (StatusRuntimeException refused) {
            assertEquals("PROFILE_NOT_FOUND", Refusal.of(refused).reason());
            return Optional.empty();
        }
    }

    /** People whose events come in order of time, each looked at after each of them. */
    private final class Lives {
        final Random random;
        final List<String> ids = new ArrayList<>();
        final List<List<Identifier[]>> records = new ArrayList<>();
        final List<TreeMap<Instant, Optional<Profile>>> seen = new ArrayList<>();
        ConsistencyToken token = ConsistencyToken.NONE;
        Instant now = Given.START;

        Lives(int people, Random random) {
            this.random = random;
            for (int p = 0; p < people; p++) {
                Identifier cookie = Given.identifier("anonymous_id", Given.fresh("c"));
                Identifier user = Given.identifier("user_id", Given.fresh("u"));
                Identifier mail = Given.identifier("email", Given.fresh("m") + "@example.com");
                String id = UUID.randomUUID().toString();
                List<Identifier[]> own = List.of(
                        new Identifier[] {cookie}, new Identifier[] {cookie, user}, new Identifier[] {mail, user});
                own.forEach(record -> upstreams.identity().plan(Given.record(record), UUID.fromString(id)));
                ids.add(id);
                records.add(own);
                seen.add(new TreeMap<>());
            }
        }

        void live(int steps) {
            for (int step = 0; step < steps; step++) {
                now = now.plusMillis(random.nextInt(3) * 1500L + 1);
                int person = random.nextInt(ids.size());
                List<Event> events = new ArrayList<>();
                for (int i = random.nextInt(2); i >= 0; i--) {
                    events.add(event(records.get(person).get(random.nextInt(Math.min(3, 1 + step / 4)))));
                }
                token = token.and(upstreams.ingestion().send(events));
                for (int p = 0; p < ids.size(); p++) {
                    seen.get(p).put(now, present(ids.get(p), token));
                }
            }
        }

        private Event event(Identifier... who) {
            return switch (random.nextInt(4)) {
                case 0 -> Given.order(Given.fresh("o"), now, "1.0" + random.nextInt(9), who);
                case 1 ->
                    Given.identify(Given.fresh("i"), now, "{\"first_name\":\"n" + random.nextInt(3) + "\"}", who)
                            .toBuilder()
                            .addConsents(Given.consent("email", random.nextBoolean()))
                            .build();
                case 2 -> Given.thirdParty(Given.fresh("d"), now, now.plusSeconds(3), who);
                default ->
                    Given.event(Given.fresh("v"), now, who)
                            .setTypeValue(3)
                            .setName("Home")
                            .setContext("{\"sessionId\":\"s" + random.nextInt(4) + "\"}")
                            .build();
            };
        }

        void compareEveryInstant() {
            door.await(token);
            for (int p = 0; p < ids.size(); p++) {
                String id = ids.get(p);
                seen.get(p).forEach((instant, view) -> assertEquals(view, past(id, instant), id + " at " + instant));
                assertEquals(present(id, token), past(id, now.plusSeconds(1000)));
            }
        }
    }

    @Test
    void itIsWhatWasSeenThen() {
        Lives lives = new Lives(2, new Random(42));
        lives.live(40);
        lives.compareEveryInstant();
        assertEquals(Optional.empty(), past(lives.ids.get(0), Given.START.minusSeconds(1)));
        Instant between = lives.seen.get(0).firstKey().plusNanos(999);
        assertEquals(lives.seen.get(0).firstEntry().getValue(), past(lives.ids.get(0), between));
    }

    @Test
    void aMergeUnitesThePastsAndASplitPartsThem() {
        Lives lives = new Lives(2, new Random(7));
        lives.live(30);
        String ann = lives.ids.get(0);
        String bob = lives.ids.get(1);
        Map<String, String> toAnn = new TreeMap<>();
        Map<String, String> toBob = new TreeMap<>();
        lives.records.get(1).forEach(record -> toAnn.put(Given.record(record), ann));
        lives.records.get(1).forEach(record -> toBob.put(Given.record(record), bob));

        upstreams.identity().move(Given.WORKSPACE, toAnn, Map.of(bob, ann));
        lives.token = lives.token.and(upstreams.identity().heads());
        Profile both = timeless(door.profile(ann, lives.token));
        assertEquals(both, past(ann, lives.now).orElseThrow());
        assertEquals(both, past(bob, lives.now).orElseThrow(), "the old id leads on, in the past too");
        lives.seen.get(0).forEach((instant, was) -> {
            Optional<Profile> too = Objects.requireNonNull(lives.seen.get(1).get(instant));
            assertUnited(was, too, past(ann, instant));
        });

        upstreams.identity().move(Given.WORKSPACE, toBob, Map.of());
        lives.token = lives.token.and(upstreams.identity().heads());
        lives.compareEveryInstant();
    }

    private static void assertUnited(Optional<Profile> one, Optional<Profile> other, Optional<Profile> both) {
        assertEquals(one.isPresent() || other.isPresent(), both.isPresent());
        if (one.isPresent() && other.isPresent()) {
            Profile a = one.get();
            Profile b = other.get();
            Profile united = both.orElseThrow();
            assertEquals(a.getEventCount() + b.getEventCount(), united.getEventCount());
            assertEquals(a.getIdentifiersCount() + b.getIdentifiersCount(), united.getIdentifiersCount());
            assertEquals(a.getKnown() || b.getKnown(), united.getKnown());
        }
    }

    @Test
    void thirdPartyRowsAreLiveFromTheirStartToBeforeTheirEnd() {
        Identifier user = Given.identifier("user_id", Given.fresh("ann"));
        Instant start = Given.START.plusSeconds(10);
        Event row = Given.thirdParty(Given.fresh("d"), start, start.plusSeconds(5), user);
        ConsistencyToken sent =
                upstreams.ingestion().send(List.of(Given.order(Given.fresh("o"), Given.START, "1", user), row));
        String id = door.profile(user, sent).getProfileId();

        assertEquals(0, door.profileAsOf(id, start.minusNanos(1000)).getThirdPartyCount());
        assertEquals(
                row.getEventId(), door.profileAsOf(id, start).getThirdParty(0).getEventId());
        assertEquals(
                1, door.profileAsOf(id, start.plusSeconds(5).minusNanos(1000)).getThirdPartyCount());
        assertEquals(0, door.profileAsOf(id, start.plusSeconds(5)).getThirdPartyCount());
    }

    @Test
    void aProfileIsNotThereBeforeACreatingSourceSpoke() {
        Identifier user = Given.identifier("user_id", Given.fresh("ann"));
        Event row = Given.thirdParty(Given.fresh("d"), Given.START, Given.START.plusSeconds(5), user);
        Event order = Given.order(Given.fresh("o"), Given.START.plusSeconds(3), "1", user);
        String id = door.profile(user, upstreams.ingestion().send(List.of(row, order)))
                .getProfileId();

        StatusRuntimeException none =
                assertThrows(StatusRuntimeException.class, () -> door.profileAsOf(id, Given.START.plusSeconds(2)));
        assertEquals("PROFILE_NOT_FOUND", Refusal.of(none).reason());
        Profile first = door.profileAsOf(id, Given.START.plusSeconds(3));
        assertEquals(2, first.getEventCount());
        assertTrue(first.getKnown());
        assertEquals(List.of(user), first.getIdentifiersList());
    }
}
