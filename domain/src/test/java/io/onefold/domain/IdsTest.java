package io.onefold.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.strings;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class IdsTest {
    private static final IdentifierIds IDS = new IdentifierIds("a secret of some length");

    @Test
    void anIdentifierHasAnotherIdInEveryWorkspaceAndUnderEverySecret() {
        Identifier ann = new Identifier("email", "ann@x.fr", true);
        assertEquals(IDS.id("a", ann), new IdentifierIds("a secret of some length").id("a", ann));
        assertNotEquals(IDS.id("a", ann), IDS.id("b", ann));
        assertNotEquals(IDS.id("a", ann), new IdentifierIds("another secret of length").id("a", ann));
        assertNotEquals(IDS.id("a", ann), IDS.id("a", new Identifier("emai", "lann@x.fr", true)));
    }

    /** Records are named by these ids for ever: they are exactly HKDF's and HMAC's, as the platform computes them. */
    @Test
    void anIdentifiersIdIsThePlatformsHmac() {
        qt().forAll(strings().allPossible().ofLengthBetween(0, 200)).checkAssert(value -> {
            byte[] key = hmac(hmac(new byte[32], "a secret of some length"), "onefold identifier w\u0001");
            byte[] expected = hmac(key, "user_id\0" + value);
            UUID id = IDS.id("w", new Identifier("user_id", value, true));
            assertEquals(
                    new UUID(
                            ByteBuffer.wrap(expected).getLong(),
                            ByteBuffer.wrap(expected).getLong(8)),
                    id);
        });
    }

    private static byte[] hmac(byte[] key, String message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aShortSecretIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new IdentifierIds("short"));
    }

    @Test
    void partsOfAnEventIdDoNotRunIntoEachOther() {
        assertNotEquals(Ids.event("w", "ab", "c"), Ids.event("w", "a", "bc"));
    }

    @Test
    void aRecordIsTheSetOfItsIdentifiers() {
        qt().forAll(lists().of(integers().between(0, 20)).ofSizeBetween(0, 8)).checkAssert(numbers -> {
            List<UUID> ids = new ArrayList<>();
            numbers.forEach(n -> ids.add(IDS.id("w", new Identifier("user_id", "u" + n, true))));
            UUID record = Ids.record("w", ids);
            Collections.reverse(ids);
            ids.addAll(List.copyOf(ids));
            assertEquals(record, Ids.record("w", ids));
        });
    }

    @Test
    void everyBucketIsUsedAboutAsOften() {
        int[] used = new int[Bucket.COUNT];
        for (int i = 0; i < Bucket.COUNT * 50; i++) {
            used[Bucket.of(IDS.id("w", new Identifier("user_id", "u" + i, true)))]++;
        }
        for (int count : used) {
            assertTrue(count > 10 && count < 120, "a bucket was used " + count + " times");
        }
    }
}
