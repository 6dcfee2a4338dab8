package io.onefold.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.strings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentifierNormalizerTest {

    @ParameterizedTest
    @CsvSource({
        "email, ' Ann@X.fr ', ann@x.fr, true",
        "email, ann@x, ann@x, false",
        "email, 'a b@x.fr', 'a b@x.fr', false",
        "email, '', '', false",
        "phone, (201) 555-0110, +12015550110, true",
        "phone, 0012015550109, +12015550109, true",
        "phone, +1 201 555 0100, +12015550100, true",
        "phone, +33 6 12 34 56 78, +33612345678, true",
        "phone, 000-000, +0000, false",
        "phone, 0000000000, +00000000, false",
        "phone, not-specified, '', false",
        "user_id, ' u-1 ', u-1, true",
        "user_id, ' ', '', false",
    })
    void bringsAValueIntoItsCanonicalWriting(String namespace, String raw, String value, boolean valid) {
        assertEquals(new Identifier(namespace, value, valid), IdentifierNormalizer.normalize(namespace, raw));
    }

    @Test
    void aCanonicalValueStaysAsItIs() {
        qt().forAll(strings().basicLatinAlphabet().ofLengthBetween(1, 40)).checkAssert(raw -> {
            for (String namespace : new String[] {"email", "user_id"}) {
                Identifier once = IdentifierNormalizer.normalize(namespace, raw);
                assertEquals(once, IdentifierNormalizer.normalize(namespace, once.value()));
            }
        });
    }

    @Test
    void aPhoneInAnyWritingIsTheSameNumber() {
        qt().forAll(integers().between(0, 9999)).checkAssert(line -> {
            String digits = String.format("201555%04d", line);
            Identifier plain = IdentifierNormalizer.normalize("phone", digits);
            assertTrue(plain.valid());
            assertEquals(plain, IdentifierNormalizer.normalize("phone", "001" + digits));
            assertEquals(plain, IdentifierNormalizer.normalize("phone", plain.value()));
        });
    }

    @Test
    void zerosAreNoPhone() {
        assertFalse(IdentifierNormalizer.normalize("phone", "0000000000").valid());
    }
}
