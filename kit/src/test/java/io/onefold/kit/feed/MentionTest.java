package io.onefold.kit.feed;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.proto.profile.v1.ProfileChange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MentionTest {
    private static final UUID ANN = UUID.randomUUID();
    private static final UUID BOB = UUID.randomUUID();

    @Test
    void an_item_names_whom_it_is_about_and_whom_it_leads_to() {
        byte[] item = ProfileChange.newBuilder()
                .setProfileId(ANN.toString())
                .setResolvesTo(BOB.toString())
                .build()
                .toByteArray();
        assertTrue(new Mention(List.of(ANN)).test(item));
        assertTrue(new Mention(List.of(UUID.randomUUID(), BOB)).test(item));
        assertFalse(new Mention(List.of(UUID.randomUUID())).test(item));
        assertFalse(new Mention(List.of()).test(item));
        assertFalse(new Mention(List.of(ANN)).test(new byte[0]));
    }

    @Test
    void one_that_is_no_item_at_all_is_looked_through_as_well() {
        byte[] name = ("?" + ANN).getBytes(StandardCharsets.ISO_8859_1);
        name[0] = (byte) 0xff;
        assertTrue(new Mention(List.of(ANN)).test(name));
    }
}
