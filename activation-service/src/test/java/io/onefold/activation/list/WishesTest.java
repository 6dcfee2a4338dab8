package io.onefold.activation.list;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.onefold.activation.membership.Membership;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WishesTest {
    private static final Membership ANN = new Membership(new UUID(1, 1), true, Instant.EPOCH, 1, 1);
    private static final Membership BOB = new Membership(new UUID(2, 2), true, Instant.EPOCH, 1, 1);

    private static List<String> changes(Wishes wishes, Map<String, Boolean> before, Set<String> after) {
        return wishes.changes(before, after).stream()
                .map(told -> (told.add() ? "add " : "remove ") + told.hash())
                .toList();
    }

    @Test
    void a_hash_is_told_with_its_first_profile_and_with_its_last() {
        Wishes wishes = new Wishes();
        wishes.add(ANN, Set.of("new", "shared"), Map.of());
        wishes.add(BOB, Set.of(), Map.of("old", true, "kept", true));
        assertEquals(
                List.of("add new", "remove old"),
                changes(wishes, Map.of("shared", true, "old", true, "kept", true), Set.of("new", "shared", "kept")));
    }

    /** The file that said so was dropped, and nobody knows whether it is read. */
    @Test
    void what_may_stand_there_is_told_again_when_wanted_and_removed_when_not() {
        Wishes wishes = new Wishes();
        wishes.add(ANN, Set.of("wanted"), Map.of("wanted", false));
        wishes.add(BOB, Set.of(), Map.of("unwanted", false));
        assertEquals(
                List.of("remove unwanted", "add wanted"),
                changes(wishes, Map.of("wanted", false, "unwanted", false), Set.of("wanted")));
    }

    @Test
    void while_nobody_may_be_added_nothing_comes_and_what_must_go_goes() {
        Wishes wishes = new Wishes();
        wishes.addRemovalsOnly(ANN, Set.of("wanted", "untold"), Map.of("untold", false, "old", true));
        assertEquals(List.of("remove old"), changes(wishes, Map.of("untold", false, "old", true), Set.of("untold")));
        assertEquals(List.of(), wishes.coming(Map.of()));
    }

    @Test
    void what_another_holds_without_being_asked_is_not_told_for_it() {
        Wishes wishes = new Wishes();
        wishes.add(ANN, Set.of(), Map.of("others", false));
        assertEquals(List.of(), changes(wishes, Map.of("others", false), Set.of("others")));
    }
}
