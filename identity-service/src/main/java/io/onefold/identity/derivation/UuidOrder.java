package io.onefold.identity.derivation;

import java.util.Comparator;
import java.util.UUID;

/** The order of ids as unsigned bytes, which is PostgreSQL's; Java's own order of UUIDs is signed. */
final class UuidOrder {

    static final Comparator<UUID> UNSIGNED = (a, b) -> {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    };

    private UuidOrder() {}
}
