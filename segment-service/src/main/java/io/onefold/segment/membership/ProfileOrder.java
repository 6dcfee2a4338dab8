package io.onefold.segment.membership;

import java.util.Comparator;
import java.util.UUID;

/** Profile ids as PostgreSQL sorts them, as unsigned bytes: {@link UUID#compareTo} takes them for signed. */
final class ProfileOrder {
    static final Comparator<UUID> INSTANCE = (a, b) -> {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    };

    private ProfileOrder() {}
}
