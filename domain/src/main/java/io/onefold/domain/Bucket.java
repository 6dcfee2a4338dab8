package io.onefold.domain;

import java.util.UUID;

/** The shard key of every hot table: 0 to 1023, taken from a uniformly distributed 128-bit id. */
public final class Bucket {
    public static final int COUNT = 1024;
    private static final int SHIFT = Long.SIZE - 10;

    private Bucket() {}

    /** The bucket of a hashed or random id: its ten highest bits. */
    public static short of(UUID id) {
        return (short) (id.getMostSignificantBits() >>> SHIFT);
    }

    /** The highest id of a bucket: ids sort, as unsigned bytes, as their buckets do. */
    public static UUID last(short bucket) {
        return new UUID(((bucket + 1L) << SHIFT) - 1, -1);
    }
}
