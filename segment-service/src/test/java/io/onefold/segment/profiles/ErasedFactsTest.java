package io.onefold.segment.profiles;

import static io.onefold.segment.script.SegmentCalls.boughtAtLeast;
import static io.onefold.segment.script.SegmentCalls.create;
import static io.onefold.segment.script.SegmentCalls.memberIds;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.onefold.kit.sql.Database;
import io.onefold.segment.rule.EventSelector;
import io.onefold.segment.rule.Rule;
import io.onefold.segment.script.Person.Happening;
import io.onefold.segment.script.ScriptedProfiles;
import io.onefold.segment.script.ServiceTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A replica that has not read the erasure forgets what it remembers all the same. */
@ServiceTest
class ErasedFactsTest {
    private static final Instant JUNE = Instant.parse("2011-06-01T10:00:00Z");

    @Inject
    ScriptedProfiles profiles;

    @Inject
    ProfilesClient client;

    @Inject
    ProfilesConfig config;

    @Inject
    Database database;

    @Inject
    ErasureStore erasures;

    private final UUID ann = UUID.randomUUID();
    private final UUID bob = UUID.randomUUID();

    @Test
    void another_replica_forgets_too() {
        String bought = "Bought " + ann;
        String buyers = "buyers_" + ann.toString().substring(0, 8);
        create(buyers, boughtAtLeast(bought, "1"));
        profiles.happen(ann, new Happening(bought, JUNE, "1"));
        profiles.happen(bob, new Happening(bought, JUNE, "1"));
        KnownFacts replica = new KnownFacts(client, config);
        Wanted wanted = Wanted.of(new Rule.Occurred(EventSelector.track(bought)).needs());
        Map<UUID, Long> both = Map.of(ann, 1L, bob, 1L);
        assertEquals(List.of(true, true), known(replica, both, wanted));
        profiles.erase(ann);
        assertEquals(List.of(bob.toString()), memberIds(buyers, profiles.token().encode()));
        assertEquals(List.of(true, true), known(replica, both, wanted), "as it remembers them");
        new ErasedFacts(database, erasures, replica).look();
        assertEquals(List.of(false, true), known(replica, both, wanted));
    }

    private List<Boolean> known(KnownFacts replica, Map<UUID, Long> versions, Wanted wanted) {
        Map<UUID, KnownProfile> known = replica.of(versions, wanted);
        return List.of(ann, bob).stream()
                .map(known::get)
                .map(one -> one.of(wanted.all()).exists())
                .toList();
    }
}
