package io.onefold.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {

    @Test
    void keepsEveryDigit() {
        assertEquals(Optional.of(new BigDecimal("34.80")), Decimals.parse("34.80"));
        assertEquals(Optional.of(new BigDecimal("-0.1")), Decimals.parse("-0.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "NaN",
                "Infinity",
                "1e999999999",
                "1e-999999999",
                "1e2147483647",
                "-1e2147483640",
                "12,5",
                "0x10",
                " 1"
            })
    void refusesWhatIsNoNumberOrOutOfBounds(String text) {
        assertTrue(Decimals.parse(text).isEmpty(), text);
    }
}
