package io.onefold.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.profile.support.Door;
import io.onefold.profile.support.Given;
import io.onefold.profile.support.ServiceTest;
import io.onefold.profile.support.Upstreams;
import io.onefold.proto.profile.v1.Behaviour;
import io.onefold.proto.profile.v1.Profile;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.Identifier;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Events become profiles, each exactly once. */
@ServiceTest
class FilingTest {
    @Inject
    Upstreams upstreams;

    @Inject
    Door door;

    @Test
    void twoPurchasesOfOneBatchAreBothCounted() {
        Identifier user = Given.identifier("user_id", Given.fresh("ann"));
        ConsistencyToken token = upstreams
                .ingestion()
                .sendTo(
                        3,
                        List.of(
                                Given.order(Given.fresh("o"), Given.START, "12.50", user),
                                Given.order(Given.fresh("o"), Given.START.plusSeconds(1), "\"0.07\"", user)));

        Profile profile = door.profile(user, token);

        Behaviour orders = profile.getBehaviours(0);
        assertEquals(2, orders.getCount());
        assertEquals("12.57", orders.getSums(0).getSum());
        assertEquals(2, profile.getEventCount());
        assertTrue(profile.getKnown());
        assertEquals(List.of(user), profile.getIdentifiersList());
    }

    @Test
    void eightWritersOnOneProfileLoseNothing() throws Exception {
        String person = Given.fresh("p");
        UUID profileId = UUID.randomUUID();
        List<List<Event>> writers = new ArrayList<>();
        for (int w = 0; w < 8; w++) {
            Identifier cookie = Given.identifier("anonymous_id", person + "-" + w);
            upstreams.identity().plan(Given.record(cookie), profileId);
            int count = w == 0 ? 11 : 10;
            writers.add(IntStream.range(0, count)
                    .mapToObj(i -> Given.order(Given.fresh("o"), Given.START.plusSeconds(i), "1.01", cookie))
                    .toList());
        }
        ExecutorService pool = Executors.newFixedThreadPool(8);
        List<Callable<ConsistencyToken>> sends = new ArrayList<>();
        for (int w = 0; w < 8; w++) {
            int partition = w * 2;
            List<Event> events = writers.get(w);
            sends.add(() -> {
                ConsistencyToken token = ConsistencyToken.NONE;
                for (Event event : events) {
                    token = token.and(upstreams.ingestion().sendTo(partition, List.of(event)));
                }
                return token;
            });
        }
        ConsistencyToken token = ConsistencyToken.NONE;
        for (Future<ConsistencyToken> sent : pool.invokeAll(sends)) {
            token = token.and(sent.get());
        }
        pool.shutdown();

        Profile profile = door.profile(profileId.toString(), token);

        assertEquals(81, profile.getEventCount());
        assertEquals("81.81", profile.getBehaviours(0).getSums(0).getSum());
    }
}
