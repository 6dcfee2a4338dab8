package io.onefold.activation.delivery;

import io.onefold.domain.Bucket;

/**
 * The deliveries that one runner works on.
 *
 * @param kind the type of their destination
 */
public record Share(String kind, short firstBucket, short lastBucket) {
    public static Share all(String kind) {
        return new Share(kind, (short) 0, (short) (Bucket.COUNT - 1));
    }
}
