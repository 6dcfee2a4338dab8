package io.onefold.kit.rebuild;

import io.onefold.domain.Bucket;
import java.util.UUID;

/**
 * Where a walk through a table in the order of its key is: after an id, within a stretch of buckets. The end of the stretch bounds what one
 * statement passes over: else a page of a small workspace would be looked for through the rows of all others.
 *
 * @param after the id after which a page begins; ids sort as their buckets do
 * @param lastBucket the last one that a page may reach into
 */
public record Stretch(UUID after, short lastBucket) {
    private static final int BUCKETS = 16;

    /** Where every walk begins. */
    public static final Stretch FIRST = new Stretch(new UUID(0, 0), (short) (BUCKETS - 1));

    /** The bucket in which a page begins. */
    public short bucket() {
        return Bucket.of(after);
    }

    /** After a page that may not have been the last one of the stretch. */
    public Stretch after(UUID last) {
        return new Stretch(last, lastBucket);
    }

    /** When nothing is left of this one. */
    public Stretch next() {
        return new Stretch(Bucket.last(lastBucket), (short) (lastBucket + BUCKETS));
    }

    /** False behind the last bucket: there the walk ends. */
    public boolean exists() {
        return lastBucket < Bucket.COUNT;
    }
}
