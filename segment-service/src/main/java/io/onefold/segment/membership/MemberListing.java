package io.onefold.segment.membership;

import io.grpc.Context;
import io.grpc.Deadline;
import io.onefold.kit.error.Failures;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.feed.Progress;
import io.onefold.kit.feed.Wakeups;
import io.onefold.kit.page.PageToken;
import io.onefold.kit.sql.Database;
import io.onefold.segment.audience.Audience;
import io.onefold.segment.audience.AudienceStore;
import io.onefold.segment.profiles.ProfilesClient;
import io.onefold.segment.profiles.ProfilesUpstream;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The members of an audience, by profile id. */
@ApplicationScoped
public class MemberListing {
    private static final int DEFAULT_SIZE = 1000;
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private final Database database;
    private final MembershipStore store;
    private final AudienceStore audiences;
    private final Progress progress;
    private final ProfilesClient profiles;
    private final Wakeups wakeups;
    private final FeedConfig config;

    MemberListing(
            Database database,
            MembershipStore store,
            AudienceStore audiences,
            Progress progress,
            ProfilesClient profiles,
            Wakeups wakeups,
            FeedConfig config) {
        this.database = database;
        this.store = store;
        this.audiences = audiences;
        this.progress = progress;
        this.profiles = profiles;
        this.wakeups = wakeups;
        this.config = config;
    }

    /** What to list. */
    public record Query(String workspace, String audience, int pageSize, String pageToken, String consistencyToken) {}

    /** A page; the token is empty on the last one. */
    public record Page(List<Member> members, String nextPageToken, long totalSize) {}

    /** How far a listing is; carries the total along, since counting a large audience for every page would read it all each time. */
    private record Place(UUID after, long total) {}

    public Page list(Query query) {
        Audience audience = find(query);
        String listing = "members:" + audience.id();
        Optional<Place> after = after(listing, query.pageToken());
        ConsistencyToken token = ConsistencyToken.decode(query.consistencyToken());
        if (!token.isEmpty()) {
            Deadline deadline = deadline();
            progress.await(token, profiles::translate, ProfilesUpstream.FEED);
            awaitLive(query, deadline);
        }
        int size = query.pageSize() == 0 ? DEFAULT_SIZE : query.pageSize();
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

    private Audience find(Query query) {
        return audiences
                .find(query.workspace(), query.audience())
                .orElseThrow(() -> Failures.audienceNotFound(query.audience()));
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
    private void awaitLive(Query query, Deadline deadline) {
        while (true) {
            long mark = wakeups.mark();
            if (!find(query).isBackfilling()) {
                return;
            }
            long left = deadline.timeRemaining(TimeUnit.MILLISECONDS);
            if (left <= 0) {
                throw Failures.notYetConsistent(RETRY_DELAY);
            }
            try {
                wakeups.await(
                        mark, Duration.ofMillis(Math.min(left, config.recheck().toMillis())));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw Failures.notYetConsistent(RETRY_DELAY);
            }
        }
    }

    private Deadline deadline() {
        Deadline longest = Deadline.after(config.maxTokenWait().toMillis(), TimeUnit.MILLISECONDS);
        Deadline ofCall = Context.current().getDeadline();
        return ofCall == null ? longest : longest.minimum(ofCall);
    }
}
