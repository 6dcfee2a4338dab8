package io.onefold.profile.view;

import io.onefold.domain.Identifier;
import io.onefold.kit.error.Failure;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.Progress;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import io.onefold.profile.projection.MemberStore;
import io.onefold.profile.projection.ProfileRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Serves the view of a profile. */
@ApplicationScoped
public class ProfileViewer {
    private final Database database;
    private final Progress progress;
    private final ProfileFinder finder;
    private final MemberStore members;
    private final Clocks clocks;
    private final PastViewer past;

    public ProfileViewer(
            Database database,
            Progress progress,
            ProfileFinder finder,
            MemberStore members,
            Clocks clocks,
            PastViewer past) {
        this.database = database;
        this.progress = progress;
        this.finder = finder;
        this.members = members;
        this.clocks = clocks;
        this.past = past;
    }

    /**
     * Which profile of a workspace.
     *
     * @param asOf null: the present one
     */
    public record Query(
            String workspace, ProfileKey key, @Nullable Instant asOf) {}

    /** What came of a query of several. */
    public sealed interface Answer {
        /** The profile. */
        record Found(ProfileView view) implements Answer {}

        /** Why there is none. */
        record Refused(Failure why) implements Answer {}
    }

    /** The profile in one snapshot that contains what the token stands for. */
    public ProfileView view(Query query, ConsistencyToken token) {
        progress.await(token, "events", "identities");
        return database.snapshot(tx -> view(tx, query, new PastViewer.Budget()));
    }

    /**
     * One answer per query, all of one snapshot that contains what the token stands for. Views of the past are folded from so many events
     * together as one of them may be.
     */
    public List<Answer> answers(List<Query> queries, ConsistencyToken token) {
        progress.await(token, "events", "identities");
        return database.snapshot(tx -> {
            PastViewer.Budget budget = new PastViewer.Budget();
            return queries.stream().map(query -> answer(tx, query, budget)).toList();
        });
    }

    private Answer answer(Transaction tx, Query query, PastViewer.Budget budget) {
        StillAsked.require();
        try {
            return new Answer.Found(view(tx, query, budget));
        } catch (Failure why) {
            return new Answer.Refused(why);
        }
    }

    private ProfileView view(Transaction tx, Query query, PastViewer.Budget budget) {
        ProfileRow row = finder.find(tx, query.workspace(), query.key());
        Instant asOf = query.asOf();
        return asOf == null ? views(tx, List.of(row)).get(0) : past.view(tx, row, query.key(), asOf, budget);
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
                                .map(clock -> ThirdPartyRows.live(row.state().thirdParty(), clock))
                                .orElseGet(TreeMap::new)))
                .toList();
    }
}
