package io.onefold.activation.campaign;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.kit.feed.Cursor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BeginningTest {
    private static final Beginning AT_TEN = new Beginning(Map.of(3, new Cursor(7, 10)));

    private static Place at(long epoch, long position, boolean again) {
        return new Place(3, new Cursor(epoch, position), again);
    }

    @Test
    void what_was_published_up_to_the_head_is_history() {
        assertTrue(AT_TEN.isBehind(at(7, 10, false)));
        assertTrue(AT_TEN.isBehind(at(7, 1, true)));
        assertFalse(AT_TEN.isBehind(at(7, 11, false)));
        assertFalse(AT_TEN.isBehind(at(7, 11, true)));
    }

    @Test
    void a_restored_feed_tells_history_again_and_then_uses_positions_anew() {
        assertTrue(AT_TEN.isBehind(at(8, 10, true)));
        assertFalse(AT_TEN.isBehind(at(8, 11, true)));
        assertFalse(AT_TEN.isBehind(at(8, 9, false)));
        assertTrue(AT_TEN.isBehind(at(6, 99, false)), "read before the restore that the campaign came after");
    }

    @Test
    void to_one_that_has_not_begun_everything_is() {
        assertTrue(Beginning.NOT_YET.isBehind(at(7, 99, false)));
    }
}
