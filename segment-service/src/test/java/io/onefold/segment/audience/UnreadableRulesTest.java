package io.onefold.segment.audience;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class UnreadableRulesTest {
    private final UnreadableRules rules = new UnreadableRules();
    private final UUID audience = UUID.randomUUID();

    @Test
    void each_version_is_news_once() {
        assertTrue(rules.isNews(audience, 1));
        assertFalse(rules.isNews(audience, 1));
        assertTrue(rules.isNews(audience, 2));
        assertTrue(rules.isNews(UUID.randomUUID(), 1));
    }

    @Test
    void one_that_could_be_read_in_between_is_news_again() {
        assertTrue(rules.isNews(audience, 1));
        rules.read(audience, 1);
        assertTrue(rules.isNews(audience, 1));
    }
}
