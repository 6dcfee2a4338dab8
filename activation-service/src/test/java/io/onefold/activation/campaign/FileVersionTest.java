package io.onefold.activation.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.onefold.activation.script.Deliveries;
import io.onefold.activation.script.ServiceTest;
import io.onefold.kit.sql.Database;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Replicas start with newer and older files, in any order. */
@ServiceTest
class FileVersionTest {
    private static final String FILE = """
            %s
            campaigns:
              - {key: versioned, workspace: dev, audience: %s, trigger: entered, destination: shop-hook, purpose: marketing, channel: email}
            """;

    @Inject
    Definitions definitions;

    @Inject
    Campaigns campaigns;

    @Inject
    Database database;

    @Inject
    Deliveries deliveries;

    @AfterEach
    void without_a_version_again() {
        deliveries.byHand("update activation_state set file_version = 0, file_digest = null");
    }

    private void load(String version, String audience) {
        definitions.load("test", FILE.formatted(version, audience));
    }

    private String audience() {
        return database.transaction(campaigns::at)
                .find(Campaign.idOf("dev", "versioned"))
                .orElseThrow()
                .audience();
    }

    @Test
    void an_older_file_never_replaces_a_newer_one() {
        load("", "before");
        assertEquals("before", audience());
        load("version: 5", "five");
        assertEquals("five", audience());
        // An older replica starts again.
        load("version: 4", "four");
        load("", "before");
        assertEquals("five", audience());
        // Back to what it said, on purpose.
        load("version: 6", "before");
        assertEquals("before", audience());
        load("version: 6", "before");
        assertThrows(IllegalArgumentException.class, () -> load("version: 6", "other"));
        assertEquals("before", audience());
    }
}
