package io.onefold.segment.profiles;

import com.google.common.collect.Lists;
import io.grpc.Context;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.FeedEffect;
import io.onefold.kit.feed.LaneFailure;
import io.onefold.proto.profile.v1.GetProgressRequest;
import io.onefold.proto.profile.v1.ProfileFacts;
import io.onefold.proto.profile.v1.ProfileServiceGrpc.ProfileServiceBlockingStub;
import io.onefold.proto.profile.v1.ScanProfilesRequest;
import io.onefold.proto.profile.v1.ScanProfilesResponse;
import io.onefold.proto.profile.v1.ScannedProfile;
import io.onefold.segment.rule.Needs;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Asks the profile-service. Questions go over a connection of their own: on the one of the streams, what a lane has not read yet fills the
 * connection's window, and the answer that this lane waits for before it reads on would never come.
 */
@ApplicationScoped
public class ProfilesClient {
    private static final long DEADLINE_SECONDS = 30;
    private static final int AT_ONCE = 100;

    private final FactsClient facts;
    private final ProfileServiceBlockingStub questions;
    private final ProfileServiceBlockingStub streams;
    private final Duration scanIdle;

    ProfilesClient(
            FactsClient facts,
            @GrpcClient("facts") ProfileServiceBlockingStub questions,
            @GrpcClient(ProfilesUpstream.FEED) ProfileServiceBlockingStub streams,
            ProfilesConfig config) {
        this.facts = facts;
        this.questions = questions;
        this.streams = streams;
        this.scanIdle = config.scanIdle();
    }

    /** The facts of some profiles, each reading at the version that the profile has then. */
    public Map<UUID, KnownProfile> facts(Collection<UUID> profileIds, Wanted wanted) {
        Map<UUID, KnownProfile> known = new HashMap<>();
        facts.read(profileIds, wanted.all(), wanted.codec())
                .forEach((id, state) -> known.put(id, known(state, wanted)));
        return known;
    }

    /** One of which all that is wanted is too much is read once more for each of the rules. */
    private KnownProfile known(ProfileState state, Wanted wanted) {
        return state.facts().complete() ? KnownProfile.together(wanted, state) : apart(state, wanted);
    }

    /** One by one: each reading may be as large as an answer can be. */
    private KnownProfile apart(ProfileState beyond, Wanted wanted) {
        Map<Needs, ProfileState> readings = new HashMap<>();
        for (Needs needs : wanted.each()) {
            ProfileState state = needs.equals(wanted.all()) ? beyond : alone(beyond, needs, wanted);
            readings.put(needs, Limits.cut(state).packed());
        }
        return KnownProfile.apart(wanted, readings);
    }

    private ProfileState alone(ProfileState beyond, Needs needs, Wanted wanted) {
        UUID id = beyond.profileId();
        if (facts.isUnreadable(id, wanted.each())) {
            return beyond;
        }
        return Objects.requireNonNull(
                facts.read(Set.of(id), needs, wanted.codec()).get(id), () -> "no facts of profile " + id);
    }

    /** Whether some of a profile cannot be read, so that what is known of it is worth no keeping. */
    boolean isUnreadable(UUID profileId) {
        return facts.isUnreadable(profileId);
    }

    /** What could not be read of a profile is read again. */
    void tryAgain(UUID profileId) {
        facts.tryAgain(profileId);
    }

    /** The id that a profile has now, by any id that it ever had. */
    public Optional<UUID> presentId(String workspace, UUID profileId) {
        ProfileFacts facts = this.facts.ask(profileId);
        if (!facts.getWorkspace().equals(workspace)) {
            return Optional.empty();
        }
        if (facts.getExists()) {
            return Optional.of(profileId);
        }
        return facts.getResolvesTo().isEmpty() ? Optional.empty() : Optional.of(UUID.fromString(facts.getResolvesTo()));
    }

    /** Takes what a scan finds. */
    @FunctionalInterface
    public interface Found {
        void take(Collection<KnownProfile> some);

        /** One that cannot be read. */
        default void unreadable(UUID profileId, RuntimeException failure) {
            throw failure;
        }
    }

    /**
     * Hands over every profile of a workspace that exists, some at a time; takes the next ones only when those are done. Fails when the
     * profile-service keeps it waiting without a word.
     */
    public void scan(String workspace, Wanted wanted, Found found) {
        ScanProfilesRequest request = ScanProfilesRequest.newBuilder()
                .setWorkspace(workspace)
                .addAllSelectors(FactCodec.selectors(wanted.all()))
                .build();
        Context.CancellableContext scanning = Context.current().withCancellation();
        Context before = scanning.attach();
        try (IdleLimit limit = new IdleLimit(scanning, scanIdle)) {
            Iterator<ScanProfilesResponse> responses = streams.scanProfiles(request);
            while (limit.waitFor(responses::hasNext)) {
                List<KnownProfile> some = new ArrayList<>();
                for (ScannedProfile profile : responses.next().getProfilesList()) {
                    ProfileFacts told = profile.getFacts();
                    UUID id = UUID.fromString(told.getProfileId());
                    read(id, () -> known(FactsClient.state(told, wanted.codec()), wanted), found)
                            .ifPresent(some::add);
                }
                found.take(some);
            }
        } finally {
            scanning.detach(before);
            scanning.cancel(null);
        }
    }

    /** What fails for one profile, and is no outage, is no reason to begin anew for all. */
    private static Optional<KnownProfile> read(UUID profileId, Supplier<KnownProfile> reading, Found found) {
        try {
            return Optional.of(reading.get());
        } catch (RuntimeException failure) {
            if (LaneFailure.isAway(failure) && !(failure instanceof FeedEffect.Again)) {
                throw failure;
            }
            found.unreadable(profileId, failure);
            return Optional.empty();
        }
    }

    /** Hands over some profiles, also those that are no more, as a scan hands over all that exist. */
    public void read(List<UUID> profileIds, Wanted wanted, Found found) {
        for (List<UUID> some : Lists.partition(profileIds, AT_ONCE)) {
            found.take(known(some, wanted, found));
        }
    }

    private Collection<KnownProfile> known(List<UUID> ids, Wanted wanted, Found found) {
        try {
            return facts(ids, wanted).values();
        } catch (RuntimeException failure) {
            if (LaneFailure.isAway(failure) && !(failure instanceof FeedEffect.Again)) {
                throw failure;
            }
            return ids.stream()
                    .flatMap(id -> read(id, () -> only(id, wanted), found).stream())
                    .toList();
        }
    }

    private KnownProfile only(UUID id, Wanted wanted) {
        return Objects.requireNonNull(facts(Set.of(id), wanted).get(id), () -> "no facts of profile " + id);
    }

    /** What a token is in the feed of profiles; only its parts from further up must be asked for. */
    public ConsistencyToken translate(ConsistencyToken token) {
        Map<String, ConsistencyToken.Positions> further = new HashMap<>(token.feeds());
        ConsistencyToken.Positions own = further.remove(ProfilesUpstream.FEED);
        ConsistencyToken near =
                own == null ? ConsistencyToken.NONE : new ConsistencyToken(Map.of(ProfilesUpstream.FEED, own));
        return further.isEmpty() ? near : near.and(ask(new ConsistencyToken(further)));
    }

    /** Everything that stands in the feed of profiles now. */
    public ConsistencyToken heads() {
        return ask(ConsistencyToken.NONE);
    }

    private ConsistencyToken ask(ConsistencyToken further) {
        GetProgressRequest request = GetProgressRequest.newBuilder()
                .setConsistencyToken(further.encode())
                .build();
        return ConsistencyToken.decode(questions
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .getProgress(request)
                .getConsistencyToken());
    }
}
