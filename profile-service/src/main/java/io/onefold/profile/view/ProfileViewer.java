package io.onefold.profile.view;

import io.onefold.domain.Identifier;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.Progress;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import io.onefold.profile.projection.MemberStore;
import io.onefold.profile.projection.ProfileRow;
import io.onefold.profile.state.Stamp;
import io.onefold.profile.state.ThirdPartyValue;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** Serves the view of a profile. */
@ApplicationScoped
public class ProfileViewer {
    private final Database database;
    private final Progress progress;
    private final ProfileFinder finder;
    private final MemberStore members;
    private final Clocks clocks;

    public ProfileViewer(
            Database database, Progress progress, ProfileFinder finder, MemberStore members, Clocks clocks) {
        this.database = database;
        this.progress = progress;
        this.finder = finder;
        this.members = members;
        this.clocks = clocks;
    }

    /** The profile in one snapshot that contains what the token stands for. */
    public ProfileView view(String workspace, ProfileKey key, ConsistencyToken token) {
        progress.await(token, "events", "identities");
        return database.snapshot(tx -> {
            ProfileRow row = finder.find(tx, workspace, key);
            return views(tx, List.of(row)).get(0);
        });
    }

    /** The views of some profiles, in the caller's snapshot. */
    public List<ProfileView> views(Transaction tx, List<ProfileRow> rows) {
        Map<UUID, List<Identifier>> identifiers =
                members.identifiers(tx, rows.stream().map(ProfileRow::id).toList());
        boolean thirdParty =
                rows.stream().anyMatch(row -> !row.state().thirdParty().isEmpty());
        Clocks.Present present = thirdParty ? clocks.read(tx) : new Clocks.Present(Map.of());
        return rows.stream()
                .map(row -> new ProfileView(
                        row,
                        identifiers.getOrDefault(row.id(), List.of()).stream()
                                .sorted()
                                .toList(),
                        present.of(row.workspace())
                                .map(clock -> live(row.state().thirdParty(), clock))
                                .orElseGet(TreeMap::new)))
                .toList();
    }

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
