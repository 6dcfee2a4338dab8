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
}
