package io.onefold.activation.contact;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PersonTest {
    private static final UUID ANN = UUID.randomUUID();
    private static final UUID BOB = UUID.randomUUID();
    private static final UUID CAT = UUID.randomUUID();

    private static Contact contact(UUID id, Optional<UUID> resolvesTo) {
        return new Contact(
                id, "dev", 1, resolvesTo.isEmpty(), resolvesTo, List.of(), List.of(), Set.of(), Set.of(), "", false);
    }

    @Test
    void a_chain_of_ids_leads_to_its_end() {
        Contact end = contact(CAT, Optional.empty());
        Map<UUID, Contact> contacts =
                Map.of(ANN, contact(ANN, Optional.of(BOB)), BOB, contact(BOB, Optional.of(CAT)), CAT, end);
        assertEquals(Optional.of(end), new Person(ANN, Set.of(ANN, BOB, CAT), contacts).present());
    }

    /** A merged into B, taken apart, B merged into A: of two partitions one may be told of before the other. */
    @Test
    void a_circle_is_not_known_yet_and_nobody_is_taken_for_gone() {
        Map<UUID, Contact> contacts = Map.of(ANN, contact(ANN, Optional.of(BOB)), BOB, contact(BOB, Optional.of(ANN)));
        assertEquals(Optional.empty(), new Person(ANN, Set.of(ANN, BOB), contacts).present());
    }
}
