package io.onefold.launcher.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NeedlesTest {
    private static Set<String> found(String hay) {
        return new Needles(List.of("u-12514", "Ann@Example.com", "+12025550101"))
                .in(hay.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void eachIsFoundWhateverStandsAroundItAndInWhateverCase() {
        assertEquals(Set.of("ann@example.com"), found("\u0001\"AANN@example.COMB"));
        assertEquals(Set.of("u-12514", "+12025550101"), found("0u-12514:+12025550101"));
        assertEquals(Set.of(), found("ann@example.co u-1251"));
        assertEquals(Set.of(), found(""));
    }

    @Test
    void aNumberIsNotFoundWithinALongerOne() {
        assertEquals(Set.of(), found("u-125140"));
        assertEquals(Set.of("u-12514"), found("u-125140 u-12514."));
    }

    @Test
    void whatWouldBeFoundEverywhereIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Needles(List.of("u-125")));
    }
}
