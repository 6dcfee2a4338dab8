package io.onefold.segment.listing;

import io.onefold.kit.error.Failures;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.Progress;
import io.onefold.kit.sql.Database;
import io.onefold.segment.audience.Audience;
import io.onefold.segment.audience.AudienceStore;
import io.onefold.segment.profiles.ProfilesClient;
import io.onefold.segment.profiles.ProfilesUpstream;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** The audiences that a profile is in, by name. */
@ApplicationScoped
public class MembershipListing {
    private static final int MOST_ATTEMPTS = 3;
    private static final Duration RETRY_DELAY = Duration.ofMillis(200);

    private final Database database;
    private final ListingStore store;
    private final AudienceNames names;
    private final Progress progress;
    private final ProfilesClient profiles;
    private final AudienceStore audiences;

    MembershipListing(
            Database database,
            ListingStore store,
            AudienceNames names,
            Progress progress,
            ProfilesClient profiles,
            AudienceStore audiences) {
        this.database = database;
        this.store = store;
        this.names = names;
        this.progress = progress;
        this.profiles = profiles;
        this.audiences = audiences;
    }

    /**
     * The profile's id of now, and its memberships.
     *
     * @param filling the audiences that are being filled: whether it is in them may not be known yet
     */
    public record Listed(UUID profileId, List<Membership> memberships, List<String> filling) {}

    /** By an id of now or of the past. */
    public Listed list(String workspace, UUID profileId, ConsistencyToken token) {
        progress.await(token, profiles::translate, ProfilesUpstream.FEED);
        UUID present = present(workspace, profileId);
        return token.isEmpty() ? read(workspace, present) : readApplied(workspace, profileId, present);
    }

    /** Where an id leads now can be ahead of what is applied here: then nothing is known yet of who has become one with whom. */
    private Listed readApplied(String workspace, UUID profileId, UUID present) {
        UUID asked = profileId;
        UUID leadsTo = present;
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            if (!leadsTo.equals(asked)) {
                progress.await(profiles.heads(), ProfilesUpstream.FEED);
            }
            Listed listed = read(workspace, leadsTo);
            asked = leadsTo;
            leadsTo = present(workspace, asked);
            if (leadsTo.equals(asked)) {
                return listed;
            }
        }
        throw Failures.notYetConsistent(RETRY_DELAY);
    }

    private UUID present(String workspace, UUID profileId) {
        return profiles.presentId(workspace, profileId)
                .orElseThrow(() -> Failures.profileNotFound("the id " + profileId));
    }

    private Listed read(String workspace, UUID profileId) {
        // Before the memberships: of what is filled by now, all of them are found.
        List<String> filling = audiences.filling(workspace).stream()
                .map(Audience::name)
                .sorted()
                .toList();
        List<ListingStore.Found> found = database.snapshot(tx -> store.of(tx, workspace, profileId));
        return new Listed(
                profileId,
                names.name(found).stream()
                        .sorted(Comparator.comparing(Membership::audience))
                        .toList(),
                filling);
    }
}
