package io.onefold.profile.view;

import io.onefold.profile.state.Stamp;
import io.onefold.profile.state.ThirdPartyValue;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which third-party rows are shown. */
final class ThirdPartyRows {
    private ThirdPartyRows() {}

    /** Of each provider the first row that is live. */
    static SortedMap<Stamp, ThirdPartyValue> live(SortedMap<Stamp, ThirdPartyValue> rows, Instant clock) {
        SortedMap<Stamp, ThirdPartyValue> live = new TreeMap<>();
        Set<String> providers = new HashSet<>();
        rows.forEach((stamp, row) -> {
            if (row.isLive(stamp, clock) && providers.add(row.provider())) {
                live.put(stamp, row);
            }
        });
        return live;
    }
}
