package io.onefold.profile.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** A few large profiles do not slow down the reading of the many small ones that follow. */
class AtOnceTest {
    private final AtOnce atOnce = new AtOnce();

    @Test
    void largeOnesHalveItAndSmallOnesDoubleItAgain() {
        atOnce.fitted(700);
        assertEquals(Integer.MAX_VALUE, atOnce.most());
        atOnce.tooMany(500);
        atOnce.tooMany(250);
        assertEquals(125, atOnce.most());
        atOnce.fitted(125);
        assertEquals(125, atOnce.most(), "the next ones are as large");
        atOnce.fitted(125);
        assertEquals(250, atOnce.most());
        atOnce.fitted(90);
        assertEquals(250, atOnce.most(), "fewer were read, for another reason");
    }

    @Test
    void oneIsAlwaysRead() {
        atOnce.tooMany(1);
        assertEquals(1, atOnce.most());
        atOnce.fitted(1);
        for (int i = 0; i < 40; i++) {
            atOnce.fitted(atOnce.most());
        }
        assertEquals(Integer.MAX_VALUE, atOnce.most());
    }
}
