package io.onefold.segment.audience;

import static io.onefold.segment.script.SegmentCalls.boughtAtLeast;
import static io.onefold.segment.script.SegmentCalls.delete;
import static io.onefold.segment.script.SegmentCalls.get;
import static io.onefold.segment.script.SegmentCalls.memberIds;
import static io.onefold.segment.script.SegmentCalls.update;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.kit.sql.Database;
import io.onefold.segment.script.Person.Happening;
import io.onefold.segment.script.ScriptedProfiles;
import io.onefold.segment.script.ServiceTest;
import io.quarkus.runtime.StartupEvent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start makes what is missing, and never undoes what somebody has changed. */
@ServiceTest
class AudiencesAtStartTest {
    @Inject
    AudienceCodec codec;

    @Inject
    AudienceCreator creator;

    @Inject
    AudienceStore store;

    @Inject
    Database database;

    @Inject
    ScriptedProfiles profiles;

    @TempDir
    Path folder;

    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final String name = "at_start_" + suffix;
    private final String bought = "Order Completed " + suffix;

    @BeforeEach
    void a_file() throws IOException {
        Files.writeString(folder.resolve("buyers.yaml"), """
                name: %s
                rule:
                  comparison:
                    left:
                      sum:
                        events: {types: [EVENT_TYPE_TRACK], names: [%s]}
                        path: properties.total
                    operator: OPERATOR_GE
                    right: {number: 50}
                """.formatted(name, bought));
    }

    private void start() {
        List<String> files = List.of(folder.resolve("buyers.yaml").toString());
        new AudiencesAtStart(() -> Map.of(ScriptedProfiles.WORKSPACE, files), codec, creator, store)
                .create(new StartupEvent());
    }

    @Test
    void what_is_missing_is_made_and_what_was_changed_stays() {
        start();
        assertEquals(boughtAtLeast(bought, "50"), get(name).getRule());
        start();
        assertEquals(1, get(name).getVersion());
        update(name, boughtAtLeast(bought, "60"));
        start();
        assertEquals(2, get(name).getVersion());
        assertEquals(boughtAtLeast(bought, "60"), get(name).getRule());
        delete(name);
        start();
        assertEquals(1, get(name).getVersion());
    }

    @Test
    void a_start_while_it_is_being_deleted_goes_on() throws Exception {
        UUID ann = UUID.randomUUID();
        profiles.happen(ann, new Happening(bought, Instant.parse("2011-06-01T10:00:00Z"), "100"));
        start();
        assertEquals(List.of(ann.toString()), memberIds(name, profiles.token().encode()));
        UUID id = store.find(ScriptedProfiles.WORKSPACE, name).orElseThrow().id();
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try {
            Future<?> deletion = database.transaction(tx -> {
                tx.query("select 1 from membership where audience_id = $1 for update", id);
                assertTrue(store.beginDeletion(id));
                Future<?> waiting = caller.submit(() -> delete(name));
                start();
                assertTrue(store.byId(id).orElseThrow().isDeleting());
                return waiting;
            });
            // Who had begun it is gone; who asks again brings it to its end.
            deletion.get(120, TimeUnit.SECONDS);
            assertTrue(store.byId(id).isEmpty());
        } finally {
            caller.shutdownNow();
        }
    }
}
