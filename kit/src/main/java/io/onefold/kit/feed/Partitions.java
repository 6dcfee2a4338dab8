package io.onefold.kit.feed;

import io.onefold.domain.Bucket;
import java.util.List;
import java.util.stream.IntStream;

/** How the 1,024 buckets are cut into partitions: equal, consecutive ranges. */
public record Partitions(int count) {
    public Partitions {
        if (count < 1 || count > Bucket.COUNT || Bucket.COUNT % count != 0) {
            throw new IllegalArgumentException("partitions must divide " + Bucket.COUNT + ", not " + count);
        }
    }

    public short of(short bucket) {
        return (short) (bucket / width());
    }

    public short firstBucket(int partition) {
        return (short) (partition * width());
    }

    public short lastBucket(int partition) {
        return (short) (firstBucket(partition) + width() - 1);
    }

    public List<Integer> all() {
        return IntStream.range(0, count).boxed().toList();
    }

    private int width() {
        return Bucket.COUNT / count;
    }
}
