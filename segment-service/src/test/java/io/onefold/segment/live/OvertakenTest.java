package io.onefold.segment.live;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.onefold.kit.feed.FeedEffect;
import io.onefold.segment.script.ServiceTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@ServiceTest
class OvertakenTest {
    @Inject
    Overtaken overtaken;

    private final UUID ann = UUID.randomUUID();

    @Test
    void a_change_that_was_overtaken_is_evaluated_anew_once() {
        assertThrows(FeedEffect.Again.class, () -> overtaken.refuse(Map.of(ann, 1L), Set.of(ann)));
        // The profile-service does not know the later version: nobody waits for it for ever.
        assertDoesNotThrow(() -> overtaken.refuse(Map.of(ann, 1L), Set.of(ann)));
        assertThrows(FeedEffect.Again.class, () -> overtaken.refuse(Map.of(ann, 1L), Set.of(ann)));
    }

    @Test
    void one_that_went_well_can_be_overtaken_again() {
        assertThrows(FeedEffect.Again.class, () -> overtaken.refuse(Map.of(ann, 1L), Set.of(ann)));
        overtaken.refuse(Map.of(), Set.of(ann));
        assertThrows(FeedEffect.Again.class, () -> overtaken.refuse(Map.of(ann, 1L), Set.of(ann)));
    }

    @Test
    void one_that_is_overtaken_again_is_evaluated_anew_again() {
        assertThrows(FeedEffect.Again.class, () -> overtaken.refuse(Map.of(ann, 1L), Set.of(ann)));
        assertThrows(FeedEffect.Again.class, () -> overtaken.refuse(Map.of(ann, 2L), Set.of(ann)));
        assertThrows(FeedEffect.Again.class, () -> overtaken.refuse(Map.of(ann, 3L), Set.of(ann)));
        assertDoesNotThrow(() -> overtaken.refuse(Map.of(ann, 3L), Set.of(ann)));
    }
}
