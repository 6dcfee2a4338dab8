package io.onefold.segment.profiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.onefold.kit.feed.FeedEffect;
import io.onefold.kit.sql.Database;
import io.onefold.proto.profile.v1.ProfileServiceGrpc.ProfileServiceBlockingStub;
import io.onefold.segment.profiles.ProfilesClient.Found;
import io.onefold.segment.rule.EventSelector;
import io.onefold.segment.rule.Needs;
import io.onefold.segment.rule.Rule;
import io.onefold.segment.script.Person.Happening;
import io.onefold.segment.script.ScriptedProfiles;
import io.onefold.segment.script.ScriptedProfiles.Refusal;
import io.onefold.segment.script.ServiceTest;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of a profile that cannot be read, and how often. */
@ServiceTest
class ProfilesClientTest {
    private static final Instant JUNE = Instant.parse("2011-06-01T10:00:00Z");

    @Inject
    ScriptedProfiles profiles;

    @Inject
    Database database;

    @Inject
    UnreadableStore store;

    @GrpcClient("facts")
    ProfileServiceBlockingStub stub;

    private final UUID ann = UUID.randomUUID();
    private final UUID bob = UUID.randomUUID();
    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final String workspace = "w" + suffix;
    private final String bought = "Bought " + suffix;
    private final Needs buying = needs(bought);

    private record Patience(Duration unreadableAfter) implements ProfilesConfig {
        @Override
        public MemorySize knownFacts() {
            return new MemorySize(BigInteger.valueOf(1 << 20));
        }

        @Override
        public Duration scanIdle() {
            return Duration.ofSeconds(20);
        }
    }

    @BeforeEach
    void two_buy() {
        profiles.happenIn(workspace, ann, new Happening(bought, JUNE, "1"));
        profiles.happenIn(workspace, bob, new Happening(bought, JUNE, "1"));
    }

    @AfterEach
    void ann_is_herself() {
        profiles.answer(ann, UnaryOperator.identity());
    }

    private static Needs needs(String... names) {
        return new Rule.All(List.of(names).stream()
                        .<Rule>map(name -> new Rule.Occurred(EventSelector.track(name)))
                        .toList())
                .needs();
    }

    /** As of a replica that has not asked for anything yet. */
    private ProfilesClient client(Duration patience) {
        ProfilesConfig config = new Patience(patience);
        return new ProfilesClient(
                new FactsClient(stub, new Unreadable(config, database, store, new ErasureStore())), stub, stub, config);
    }

    private KnownProfile ann(ProfilesClient client, Wanted wanted) {
        return Objects.requireNonNull(client.facts(Set.of(ann), wanted).get(ann));
    }

    private boolean isComplete(ProfilesClient client) {
        return ann(client, Wanted.of(buying)).of(buying).facts().complete();
    }

    private void failsFor(ProfilesClient client) {
        assertThrows(FeedEffect.Again.class, () -> isComplete(client));
    }

    /** As it came, a feed would take it for the item's fault and set the item aside. */
    @Test
    void a_quick_refusal_is_tried_again_for_as_long_as_a_slow_one() {
        ProfilesClient client = client(Duration.ofHours(1));
        try (Refusal refused = profiles.refuse(ann, bought, Status.RESOURCE_EXHAUSTED)) {
            IntStream.range(0, 7).forEach(attempt -> failsFor(client));
            assertEquals(7, refused.count());
        }
        assertTrue(isComplete(client));
    }

    @Test
    void a_success_begins_the_count_anew() {
        ProfilesClient client = client(Duration.ZERO);
        for (int round = 0; round < 3; round++) {
            try (Refusal refused = profiles.refuse(ann, bought, Status.INTERNAL)) {
                failsFor(client);
                failsFor(client);
                assertEquals(2, refused.count());
            }
            assertTrue(isComplete(client));
        }
        try (Refusal refused = profiles.refuse(ann, bought, Status.INTERNAL)) {
            failsFor(client);
            failsFor(client);
            assertFalse(isComplete(client));
            assertEquals(3, refused.count());
        }
        assertFalse(isComplete(client), "it is not tried again before its time");
        assertTrue(client.isUnreadable(ann));
    }

    @Test
    void when_three_rules_are_in_vain_the_others_are_not_tried() {
        List<Needs> rules = IntStream.range(0, 10)
                .mapToObj(i -> needs(bought, "Other " + i))
                .toList();
        Wanted wanted = new Wanted(rules);
        ProfilesClient client = client(Duration.ZERO);
        try (Refusal refused = profiles.refuse(ann, bought, Status.DEADLINE_EXCEEDED)) {
            assertThrows(FeedEffect.Again.class, () -> ann(client, wanted));
            assertThrows(FeedEffect.Again.class, () -> ann(client, wanted));
            KnownProfile known = ann(client, wanted);
            assertTrue(rules.stream().noneMatch(rule -> known.of(rule).facts().complete()));
            assertTrue(rules.stream().allMatch(rule -> known.of(rule).exists()));
            // All together, and three of them.
            assertEquals(3 + 3, refused.count());
        }
    }

    @Test
    void a_scan_goes_on_after_one_that_cannot_be_read_apart() {
        profiles.answer(ann, told -> told.toBuilder().setOverflow(true).build());
        Noted noted = new Noted();
        try (Refusal refused = profiles.refuse(ann, bought, Status.RESOURCE_EXHAUSTED)) {
            client(Duration.ofHours(1)).scan(workspace, new Wanted(List.of(buying, needs("Liked"))), noted);
            assertEquals(1, refused.count());
        }
        assertEquals(List.of(ann), noted.unreadable);
        assertEquals(List.of(bob), noted.taken);
    }

    private static final class Noted implements Found {
        private final List<UUID> taken = new ArrayList<>();
        private final List<UUID> unreadable = new ArrayList<>();

        @Override
        public void take(Collection<KnownProfile> some) {
            some.forEach(one -> taken.add(one.profileId()));
        }

        @Override
        public void unreadable(UUID profileId, RuntimeException failure) {
            unreadable.add(profileId);
        }
    }
}
