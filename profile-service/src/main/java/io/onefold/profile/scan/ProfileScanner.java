package io.onefold.profile.scan;

import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.Progress;
import io.onefold.kit.sql.Database;
import io.onefold.profile.projection.ProfileRow;
import io.onefold.profile.projection.ProfileStore;
import io.onefold.profile.timeline.Selector;
import io.onefold.profile.view.ProfileView;
import io.onefold.profile.view.ProfileViewer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads all profiles that exist, chunk by chunk, each chunk of one snapshot and bounded in rows and bytes. */
@ApplicationScoped
public class ProfileScanner {
    private static final int CHUNK = 200;
    /** Of the facts of a chunk; one profile may have more. */
    private static final long CHUNK_BYTES = 2 << 20;

    private final Database database;
    private final Progress progress;
    private final ProfileStore profiles;
    private final ProfileViewer viewer;
    private final FactReader facts;

    public ProfileScanner(
            Database database, Progress progress, ProfileStore profiles, ProfileViewer viewer, FactReader facts) {
        this.database = database;
        this.progress = progress;
        this.profiles = profiles;
        this.viewer = viewer;
        this.facts = facts;
    }

    /** What to scan; all workspaces when it is empty. */
    public record Query(String workspace, List<Selector> selectors, boolean withView, ConsistencyToken token) {}

    /** A profile that exists. */
    public record Scanned(Facts facts, Optional<ProfileView> view) {}

    public void awaitToken(Query query) {
        progress.await(query.token(), "events", "identities");
    }

    /** The chunk that follows a profile, in order of bucket and id; null: the first. Empty: there are no more. */
    public List<Scanned> chunk(Query query, @Nullable UUID after) {
        return database.snapshot(tx -> {
            List<ProfileRow> rows = profiles.scan(tx, after, query.workspace(), CHUNK);
            if (rows.isEmpty()) {
                return List.of();
            }
            List<Facts> read = facts.read(tx, ids(rows), byId(rows), query.selectors(), CHUNK_BYTES);
            List<ProfileRow> taken = rows.subList(0, read.size());
            Map<UUID, ProfileView> views = new HashMap<>();
            if (query.withView()) {
                viewer.views(tx, taken).forEach(view -> views.put(view.profile().id(), view));
            }
            return read.stream()
                    .map(one -> new Scanned(one, Optional.ofNullable(views.get(one.profileId()))))
                    .toList();
        });
    }

    private static List<UUID> ids(List<ProfileRow> rows) {
        return rows.stream().map(ProfileRow::id).toList();
    }

    private static Map<UUID, ProfileRow> byId(List<ProfileRow> rows) {
        return rows.stream().collect(Collectors.toMap(ProfileRow::id, row -> row));
    }
}
