package io.onefold.segment.audience;

import io.onefold.segment.membership.Instants;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * From when on audiences are published exactly: from where the workspace's clock stood when they came. A workspace whose own clock has not
 * come yet cannot be told from one that lives in real time; so what has come before begins, at the latest, with the first tick.
 */
@ApplicationScoped
public class Beginnings {
    private final AudienceStore store;
    private final Catalogs catalogs;
    private final Instants instants;

    Beginnings(AudienceStore store, Catalogs catalogs, Instants instants) {
        this.store = store;
        this.catalogs = catalogs;
        this.instants = instants;
    }

    /** Where an audience begins that comes now. */
    Instant now(String workspace) {
        return instants.read().of(workspace);
    }

    /**
     * Raises the generation for an audience that has come or has changed; gives it as it is then. Whoever applied the first tick meanwhile
     * either found the audience, or held the generation until that was committed, so that the clock is found here.
     */
    Audience settled(Audience audience) {
        catalogs.raise(audience.workspace());
        Instant clock = now(audience.workspace());
        if (!clock.isBefore(audience.begin())) {
            return audience;
        }
        begin(audience.workspace(), clock);
        return store.byId(audience.id()).orElse(audience);
    }

    /**
     * The catalogues of some workspaces.
     *
     * @param begun where the clocks of some of them stand that come for the first time
     */
    public Map<String, Catalog> catalogs(Collection<String> workspaces, Map<String, Instant> begun) {
        Set<String> all = new HashSet<>(workspaces);
        all.addAll(begun.keySet());
        while (true) {
            Map<String, Catalog> present = catalogs.of(all);
            Set<String> later = new HashSet<>();
            begun.forEach((workspace, first) -> {
                Catalog catalog = present.get(workspace);
                if (catalog != null && catalog.beginsAfter(first)) {
                    begin(workspace, first);
                    later.add(workspace);
                }
            });
            if (later.isEmpty()) {
                return present;
            }
        }
    }

    private void begin(String workspace, Instant first) {
        store.beginBy(workspace, first);
        catalogs.raise(workspace);
    }
}
