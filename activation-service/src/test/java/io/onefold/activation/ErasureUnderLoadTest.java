package io.onefold.activation;

import static io.onefold.activation.script.Changes.contact;
import static io.onefold.activation.script.Changes.enters;
import static io.onefold.activation.script.Changes.erased;
import static io.onefold.activation.script.Changes.profile;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.activation.script.Deliveries;
import io.onefold.activation.script.MailServer;
import io.onefold.activation.script.ScriptedFeeds;
import io.onefold.activation.script.ServiceTest;
import io.onefold.activation.script.Traces;
import io.onefold.devstack.Wait;
import io.onefold.proto.profile.v1.ProfileChange;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many are erased while mails and webhooks to them are planned, taken up, refused, sent and noted: at whatever step that meets them. */
@ServiceTest
class ErasureUnderLoadTest {
    private static final int PEOPLE = 120;

    @Inject
    ScriptedFeeds feeds;

    @Inject
    MailServer mails;

    @Inject
    Deliveries deliveries;

    @Inject
    Traces traces;

    private final String domain = UUID.randomUUID() + ".example.com";
    private final Random random = new Random(20261122);

    private ProfileChange known(UUID id) {
        return profile(id, 1)
                .setContact(contact(List.of(id + "@" + domain), "marketing/email", "advertising/ads"))
                .build();
    }

    @Test
    void nothing_is_left_of_anybody() throws Exception {
        List<UUID> people =
                new ArrayList<>(Stream.generate(UUID::randomUUID).limit(PEOPLE).toList());
        for (UUID id : people) {
            if (random.nextInt(3) == 0) {
                String address = id + "@" + domain;
                mails.refuse(address, "450 4.2.1 too many mails for " + address);
            }
            feeds.publish(known(id));
        }
        Thread erasing = new Thread(() -> erase(people));
        for (UUID id : people) {
            for (String audience : List.of("vip", "hooked", "listed")) {
                feeds.publish(enters(id, audience, 1));
            }
            if (id.equals(people.get(PEOPLE / 4))) {
                erasing.start();
            }
            TimeUnit.MILLISECONDS.sleep(random.nextInt(10));
        }
        erasing.join();
        for (UUID id : people) {
            traces.awaitErased(id);
            Wait.until(Duration.ofMinutes(2), "all of " + id + " is settled", () -> isSettled(id));
        }
        assertEquals(Set.of(), traces.of(domain));
        assertTrue(people.stream().flatMap(id -> deliveries.states(id).stream()).anyMatch("SENT"::equals));
    }

    private void erase(List<UUID> people) {
        List<UUID> any = new ArrayList<>(people);
        Collections.shuffle(any, new Random(1));
        for (UUID id : any) {
            feeds.publish(erased(id, 5));
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean isSettled(UUID id) {
        List<String> states = deliveries.states(id);
        return states.size() == 2
                && states.stream().allMatch(state -> state.equals("SENT") || state.equals("SUPPRESSED ERASED"));
    }
}
