package io.onefold.kit.rebuild;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.domain.Bucket;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A walk comes through every bucket once, whatever it finds there. */
class StretchTest {
    @Test
    void everyBucketIsInOneStretch() {
        int next = 0;
        for (Stretch at = Stretch.FIRST; at.exists(); at = at.next()) {
            // The first begins before every id, each other one behind the last id of the one before.
            assertEquals(next, next == 0 ? at.bucket() : at.bucket() + 1);
            assertTrue(at.lastBucket() >= next);
            next = at.lastBucket() + 1;
        }
        assertEquals(Bucket.COUNT, next);
    }

    @Test
    void aFullPageStaysInItsStretch() {
        UUID last = UUID.fromString("00400000-0000-0000-0000-00000000000f");
        Stretch at = Stretch.FIRST.after(last);
        assertEquals(1, at.bucket());
        assertEquals(last, at.after());
        assertEquals(Stretch.FIRST.lastBucket(), at.lastBucket());
        assertEquals(Stretch.FIRST.next(), at.next());
    }

    @Test
    void theLastIdOfABucketIsInItAndTheOneAfterItIsNot() {
        for (short bucket = 0; bucket < Bucket.COUNT; bucket++) {
            UUID last = Bucket.last(bucket);
            assertEquals(bucket, Bucket.of(last));
            UUID after = new UUID(last.getMostSignificantBits() + 1, 0);
            assertEquals((bucket + 1) % Bucket.COUNT, Bucket.of(after));
        }
    }
}
