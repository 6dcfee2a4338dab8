package io.onefold.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.Timestamps;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.profile.support.Door;
import io.onefold.profile.support.Given;
import io.onefold.profile.support.ServiceTest;
import io.onefold.profile.support.Upstreams;
import io.onefold.proto.profile.v1.FactSelector;
import io.onefold.proto.profile.v1.FactSelector.Content;
import io.onefold.proto.profile.v1.NamespaceFact;
import io.onefold.proto.profile.v1.ProfileFacts;
import io.onefold.proto.profile.v1.ScanProfilesRequest;
import io.onefold.proto.profile.v1.ScanProfilesResponse;
import io.onefold.proto.type.v1.Channel;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.EventType;
import io.onefold.proto.type.v1.Identifier;
import io.onefold.proto.type.v1.ThirdParty;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Facts are a profile's own events: exactly those that are selected, in order, and since when it holds what it holds. */
@ServiceTest
class FactsTest {
    private static final List<FactSelector> EVERYTHING = List.of(FactSelector.getDefaultInstance());
    /** PostgreSQL compares bytes; so do the letters of a UUID. */
    private static final Comparator<Event> IN_ORDER =
            Comparator.comparing(Event::getEventTime, Timestamps.comparator()).thenComparing(Event::getEventId);

    @Inject
    Upstreams upstreams;

    @Inject
    Door door;

    @Test
    void whatIsSelectedIsWhatTheContractSays() {
        Random random = new Random(42);
        UUID id = UUID.randomUUID();
        List<Identifier> cookies = IntStream.range(0, 3)
                .mapToObj(i -> Given.identifier("anonymous_id", Given.fresh("c")))
                .toList();
        cookies.forEach(cookie -> upstreams.identity().plan(Given.record(cookie), id));
        List<Event> events = IntStream.range(0, 60)
                .mapToObj(i -> event(random, cookies.get(random.nextInt(3))))
                .toList();
        door.profile(id.toString(), upstreams.ingestion().send(events));

        for (int round = 0; round < 150; round++) {
            List<FactSelector> selectors = IntStream.range(0, random.nextInt(4))
                    .mapToObj(i -> selector(random))
                    .toList();
            List<Event> expected = events.stream()
                    .filter(event -> selectors.stream().anyMatch(selector -> selects(selector, event)))
                    .sorted(IN_ORDER)
                    .toList();
            ProfileFacts facts = door.facts(selectors, id.toString()).get(0);
            assertEquals(expected, facts.getEventsList(), selectors.toString());
            assertFalse(facts.getOverflow());
        }
    }

    private static Event event(Random random, Identifier cookie) {
        Event.Builder event = Given.event(Given.fresh("e"), Given.START.plusSeconds(random.nextInt(4)), cookie)
                .setTypeValue(1 + random.nextInt(3))
                .setChannelValue(1 + random.nextInt(3))
                .setName("n" + random.nextInt(3));
        if (random.nextBoolean()) {
            event.setTraits("{\"a\":1}");
        }
        if (random.nextInt(3) == 0) {
            event.addConsents(Given.consent("email", random.nextBoolean()));
        }
        if (random.nextInt(4) == 0) {
            event.setThirdParty(ThirdParty.newBuilder().setProvider("acme"));
        }
        return event.build();
    }

    private static FactSelector selector(Random random) {
        return FactSelector.newBuilder()
                .setTypeValue(random.nextInt(4))
                .setName(random.nextBoolean() ? "" : "n" + random.nextInt(4))
                .setChannelValue(random.nextInt(4))
                .setContentValue(random.nextInt(4))
                .build();
    }

    private static boolean selects(FactSelector selector, Event event) {
        return (selector.getType() == EventType.EVENT_TYPE_UNSPECIFIED || selector.getType() == event.getType())
                && (selector.getName().isEmpty() || selector.getName().equals(event.getName()))
                && (selector.getChannel() == Channel.CHANNEL_UNSPECIFIED || selector.getChannel() == event.getChannel())
                && states(selector.getContent(), event);
    }

    private static boolean states(Content content, Event event) {
        return switch (content) {
            case CONTENT_UNSPECIFIED -> true;
            case CONTENT_TRAITS -> !event.getTraits().equals("{}") && !event.hasThirdParty();
            case CONTENT_CONSENT -> event.getConsentsCount() > 0;
            case CONTENT_THIRD_PARTY -> event.hasThirdParty();
            case UNRECOGNIZED -> throw new IllegalArgumentException(content.toString());
        };
    }

    @Test
    void namespacesAreThoseThatItHoldsNowEachSinceACreatingSourceFirstSpokeWithIt() {
        Identifier user = Given.identifier("user_id", Given.fresh("ann"));
        Identifier web = Given.identifier("anonymous_id", Given.fresh("web"));
        Identifier app = Given.identifier("anonymous_id", Given.fresh("app"));
        Identifier mail = Given.identifier("email", Given.fresh("ann") + "@example.com");
        UUID id = UUID.randomUUID();
        for (String record : List.of(Given.record(user, web), Given.record(app, user), Given.record(user, mail))) {
            upstreams.identity().plan(record, id);
        }
        Event enriching =
                Given.thirdParty(Given.fresh("d"), Given.START.minusSeconds(9), Given.START.plusSeconds(9), user, web);
        ConsistencyToken sent = upstreams
                .ingestion()
                .send(List.of(
                        enriching,
                        Given.order(Given.fresh("o"), Given.START.plusSeconds(5), "1", user, web),
                        Given.order(Given.fresh("o"), Given.START.plusSeconds(2), "1", app, user),
                        Given.order(Given.fresh("o"), Given.START.plusSeconds(7), "1", user, mail)));
        door.profile(id.toString(), sent);

        ProfileFacts facts = door.facts(List.of(), id.toString()).get(0);
        assertEquals(
                List.of(since("anonymous_id", 2), since("email", 7), since("user_id", 2)), facts.getNamespacesList());
        assertEquals(Given.timestamp(Given.START.plusSeconds(2)), facts.getFirstTime());
        assertEquals(0, facts.getEventsCount(), "nothing was selected");

        upstreams.identity().contest(Given.WORKSPACE, app, List.of(id.toString(), new UUID(1, 1).toString()));
        door.profile(id.toString(), upstreams.identity().heads());
        assertEquals(
                List.of(since("anonymous_id", 5), since("email", 7), since("user_id", 2)),
                door.facts(List.of(), id.toString()).get(0).getNamespacesList());
    }

    private static NamespaceFact since(String namespace, int seconds) {
        return NamespaceFact.newBuilder()
                .setNamespace(namespace)
                .setFirstTime(Given.timestamp(Given.START.plusSeconds(seconds)))
                .build();
    }

    @Test
    void everyIdIsAnsweredInItsOrder() {
        Identifier user = Given.identifier("user_id", Given.fresh("ann"));
        Event order = Given.order(Given.fresh("o"), Given.START, "0.10", user);
        String id =
                door.profile(user, upstreams.ingestion().send(List.of(order))).getProfileId();
        Identifier cookie = Given.identifier("anonymous_id", Given.fresh("c"));
        UUID enriched = UUID.randomUUID();
        upstreams.identity().plan(Given.record(cookie), enriched);
        Event row = Given.thirdParty(Given.fresh("d"), Given.START, Given.START.plusSeconds(9), cookie);
        door.profile(user, upstreams.ingestion().send(List.of(row)));

        List<ProfileFacts> facts = door.facts(EVERYTHING, id, new UUID(1, 1).toString(), id, enriched.toString());

        assertEquals(4, facts.size());
        assertEquals(List.of(order), facts.get(0).getEventsList());
        assertEquals(
                ProfileFacts.newBuilder()
                        .setProfileId(new UUID(1, 1).toString())
                        .build(),
                facts.get(1));
        assertEquals(facts.get(0), facts.get(2));
        assertFalse(facts.get(3).getExists(), "third-party data alone makes no profile");
        assertEquals(0, facts.get(3).getEventsCount());
    }

    /** Four profiles of seven MiB each: none fits with another one into an answer, or into a response of a scan. */
    @Test
    void answersAreBoundedInBytesAndTogetherComplete() {
        Map<String, List<Event>> sent = new HashMap<>();
        ConsistencyToken token = ConsistencyToken.NONE;
        String blob = "x".repeat(60 << 10);
        for (int p = 0; p < 4; p++) {
            Identifier user = Given.identifier("user_id", Given.fresh("large"));
            String id = UUID.randomUUID().toString();
            upstreams.identity().plan(Given.record(user), UUID.fromString(id));
            List<Event> events = IntStream.range(0, 120)
                    .mapToObj(i -> Given.event(Given.fresh("e"), Given.START.plusSeconds(i), user)
                            .setName("Large")
                            .setProperties("{\"blob\":\"" + blob + "\"}")
                            .build())
                    .toList();
            sent.put(id, events);
            token = token.and(upstreams.ingestion().send(events));
        }
        FactSelector large = FactSelector.newBuilder().setName("Large").build();
        Map<String, List<Event>> scanned = new HashMap<>();
        for (ScanProfilesResponse response : door.scan(ScanProfilesRequest.newBuilder()
                .addSelectors(large)
                .setConsistencyToken(token.encode())
                .build())) {
            assertTrue(response.getProfilesCount() <= 1 || response.getSerializedSize() <= (4 << 20) + 1024);
            response.getProfilesList()
                    .forEach(one -> scanned.put(
                            one.getFacts().getProfileId(), one.getFacts().getEventsList()));
        }
        scanned.keySet().retainAll(sent.keySet());
        assertEquals(sent, scanned);

        List<String> left = new ArrayList<>(sent.keySet());
        Map<String, List<Event>> read = new HashMap<>();
        while (!left.isEmpty()) {
            List<ProfileFacts> some = door.facts(List.of(large), left.toArray(String[]::new));
            assertEquals(1, some.size());
            some.forEach(one -> read.put(one.getProfileId(), one.getEventsList()));
            left = left.subList(1, left.size());
        }
        assertEquals(sent, read);
    }

    @Test
    void aScanSeesEveryProfileOnce() {
        List<Identifier> users = IntStream.range(0, 450)
                .mapToObj(i -> Given.identifier("user_id", Given.fresh("many")))
                .toList();
        ConsistencyToken token = upstreams
                .ingestion()
                .send(users.stream()
                        .map(user -> Given.order(Given.fresh("o"), Given.START, "1", user))
                        .toList());
        Map<String, Integer> seen = new HashMap<>();
        List<Identifier> held = new ArrayList<>();
        door.scan(ScanProfilesRequest.newBuilder()
                        .addAllSelectors(EVERYTHING)
                        .setIncludeProfile(true)
                        .setConsistencyToken(token.encode())
                        .build())
                .forEach(response -> response.getProfilesList().forEach(one -> {
                    seen.merge(one.getFacts().getProfileId(), 1, Integer::sum);
                    held.addAll(one.getProfile().getIdentifiersList());
                    assertEquals(one.getFacts().getVersion(), one.getProfile().getVersion());
                }));
        assertTrue(held.containsAll(users));
        assertTrue(seen.values().stream().allMatch(times -> times == 1));
    }
}
