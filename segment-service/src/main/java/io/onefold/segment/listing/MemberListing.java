package io.onefold.segment.listing;

import io.grpc.Deadline;
import io.onefold.kit.error.Failures;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.Progress;
import io.onefold.kit.page.PageToken;
import io.onefold.kit.sql.Database;
import io.onefold.segment.audience.Audience;
import io.onefold.segment.audience.AudienceFinder;
import io.onefold.segment.audience.AudienceStore;
import io.onefold.segment.audience.Patience;
import io.onefold.segment.profiles.ProfilesClient;
import io.onefold.segment.profiles.ProfilesUpstream;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The members of an audience, by profile id. */
@ApplicationScoped
public class MemberListing {
    private static final int DEFAULT_SIZE = 1000;
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private final Database database;
    private final ListingStore store;
    private final AudienceFinder finder;
    private final AudienceStore audiences;
    private final Progress progress;
    private final ProfilesClient profiles;
    private final Patience patience;

    MemberListing(
            Database database,
            ListingStore store,
            AudienceFinder finder,
            AudienceStore audiences,
            Progress progress,
            ProfilesClient profiles,
            Patience patience) {
        this.database = database;
        this.store = store;
        this.finder = finder;
        this.audiences = audiences;
        this.progress = progress;
        this.profiles = profiles;
        this.patience = patience;
    }

    /** What to list. */
    public record Query(String workspace, String audience, int pageSize, String pageToken, String consistencyToken) {}

    /** A page; the token is empty on the last one. */
    public record Page(List<Member> members, String nextPageToken, long totalSize) {}

    /** How far a listing is; carries the total along, since counting a large audience for every page would read it all each time. */
    private record Place(UUID after, long total) {}

    public Page list(Query query) {
        Deadline deadline = patience.deadline();
        Audience audience = finder.get(query.workspace(), query.audience());
        String listing = "members:" + audience.id();
        Optional<Place> after = after(listing, query.pageToken());
        ConsistencyToken token = ConsistencyToken.decode(query.consistencyToken());
        if (!token.isEmpty()) {
            progress.await(token, profiles::translate, ProfilesUpstream.FEED);
            awaitLive(audience, deadline);
        }
        Page page = read(audience, listing, query.pageSize() == 0 ? DEFAULT_SIZE : query.pageSize(), after);
        // Whose members were leaving meanwhile is no longer there: half of them would be nobody's answer.
        Audience unused = visible(audience);
        return page;
    }

    private Page read(Audience audience, String listing, int size, Optional<Place> after) {
        return database.snapshot(tx -> {
            List<Member> members = store.members(tx, audience.id(), after.map(Place::after), size + 1);
            long total = after.map(Place::total).orElseGet(() -> store.count(tx, audience.id()));
            if (members.size() <= size) {
                return new Page(members, "", total);
            }
            List<Member> page = members.subList(0, size);
            String last = page.get(size - 1).profileId().toString();
            return new Page(page, PageToken.after(listing, List.of(last, Long.toString(total))), total);
        });
    }

    private static Optional<Place> after(String listing, String pageToken) {
        try {
            List<String> key = PageToken.read(listing, 2, pageToken);
            return key.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Place(UUID.fromString(key.get(0)), Long.parseLong(key.get(1))));
        } catch (IllegalArgumentException neitherIdNorNumber) {
            throw Failures.invalidPageToken();
        }
    }

    /** While an audience is being filled, members are still missing who were there before the token. */
    private void awaitLive(Audience audience, Deadline deadline) {
        if (!patience.await(deadline, () -> !visible(audience).isBackfilling())) {
            throw Failures.notYetConsistent(RETRY_DELAY);
        }
    }

    /** By id: another audience may have come to the name. */
    private Audience visible(Audience audience) {
        return audiences
                .byId(audience.id())
                .filter(present -> !present.isDeleting())
                .orElseThrow(() -> Failures.audienceNotFound(audience.name()));
    }
}
