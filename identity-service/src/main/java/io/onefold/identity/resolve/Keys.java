package io.onefold.identity.resolve;

import io.onefold.domain.Bucket;
import java.util.Collection;
import java.util.UUID;

/** The keys of rows, as parameters for {@code unnest($1::smallint[], $2::uuid[])}. */
record Keys(Short[] buckets, UUID[] ids) {

    static Keys of(Collection<UUID> ids) {
        UUID[] array = ids.toArray(UUID[]::new);
        Short[] buckets = new Short[array.length];
        for (int i = 0; i < array.length; i++) {
            buckets[i] = Bucket.of(array[i]);
        }
        return new Keys(buckets, array);
    }
}
