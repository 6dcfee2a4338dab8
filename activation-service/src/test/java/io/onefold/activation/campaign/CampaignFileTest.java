package io.onefold.activation.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CampaignFileTest {
    private static final String FILE = """
            campaigns:
              - {key: hello, workspace: dev, audience: vip, trigger: entered, channel: email, purpose: marketing,
                 template: welcome-vip, subject: Hello, from: a@b.example%s}
            """;

    private static String refused(String more) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> CampaignFile.read("test.yaml", FILE.formatted(more)))
                        .getMessage());
    }

    @Test
    void what_is_absent_has_a_default() {
        Campaign hello = CampaignFile.read("test.yaml", FILE.formatted("")).get(0);
        assertEquals(Set.of(Cause.EVENT, Cause.LATE, Cause.TIME), hello.causes());
        assertEquals(8, hello.maxAttempts());
        assertEquals(Backoff.DEFAULT, hello.backoff());
        assertEquals(hello, CampaignFile.readStored(CampaignFile.write(hello)));
    }

    @Test
    void what_is_wrong_is_said() {
        assertTrue(refused(", channel_name: x").contains("test.yaml"));
        assertTrue(refused(", max_attempts: -1").contains("max_attempts"));
        assertTrue(refused(", backoff: {first: PT0S, most: PT1S}").contains("backoff.first"));
        assertTrue(refused(", causes: [NEVER]").contains("NEVER"));
    }

    @Test
    void the_development_campaign_greets_who_is_found_by_the_filling_too() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(CampaignFileTest.class.getResourceAsStream("/development-campaigns.yaml"))) {
            Campaign vip = CampaignFile.read("development", new String(file.readAllBytes(), StandardCharsets.UTF_8))
                    .get(0);
            assertTrue(vip.startsOn("vip", "dev", Cause.BACKFILL));
            assertTrue(!vip.startsOn("vip", "other", Cause.BACKFILL));
            assertTrue(!vip.startsOn("vip", "dev", Cause.MERGE));
        }
    }
}
