package io.onefold.segment.listing;

import io.onefold.kit.error.Failures;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.Progress;
import io.onefold.kit.sql.Database;
import io.onefold.segment.profiles.ProfilesClient;
import io.onefold.segment.profiles.ProfilesUpstream;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** The audiences that a profile is in, by name. */
@ApplicationScoped
public class MembershipListing {
    private final Database database;
    private final ListingStore store;
    private final AudienceNames names;
    private final Progress progress;
    private final ProfilesClient profiles;

    MembershipListing(
            Database database, ListingStore store, AudienceNames names, Progress progress, ProfilesClient profiles) {
        this.database = database;
        this.store = store;
        this.names = names;
        this.progress = progress;
        this.profiles = profiles;
    }

    /** The profile's id of now, and its memberships. */
    public record Listed(UUID profileId, List<Membership> memberships) {}

    /** By an id of now or of the past. */
    public Listed list(String workspace, UUID profileId, ConsistencyToken token) {
        progress.await(token, profiles::translate, ProfilesUpstream.FEED);
        UUID present = profiles.presentId(workspace, profileId)
                .orElseThrow(() -> Failures.profileNotFound("the id " + profileId));
        List<ListingStore.Found> found = database.snapshot(tx -> store.of(tx, workspace, present));
        return new Listed(
                present,
                names.name(found).stream()
                        .sorted(Comparator.comparing(Membership::audience))
                        .toList());
    }
}
