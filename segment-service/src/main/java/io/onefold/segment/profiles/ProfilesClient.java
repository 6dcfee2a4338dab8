package io.onefold.segment.profiles;

import com.google.common.collect.Lists;
import io.grpc.Context;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.proto.profile.v1.BatchGetFactsRequest;
import io.onefold.proto.profile.v1.FactSelector;
import io.onefold.proto.profile.v1.GetProgressRequest;
import io.onefold.proto.profile.v1.ProfileFacts;
import io.onefold.proto.profile.v1.ProfileServiceGrpc.ProfileServiceBlockingStub;
import io.onefold.proto.profile.v1.ScanProfilesRequest;
import io.onefold.proto.profile.v1.ScanProfilesResponse;
import io.onefold.proto.profile.v1.ScannedProfile;
import io.onefold.segment.rule.Needs;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Asks the profile-service. Questions go over a connection of their own: on the one of the streams, what a lane has not read yet fills the
 * connection's window, and the answer that this lane waits for before it reads on would never come.
 */
@ApplicationScoped
public class ProfilesClient {
    private static final int MOST_IDS = 1000;
    private static final long DEADLINE_SECONDS = 30;

    private final ProfileServiceBlockingStub questions;
    private final ProfileServiceBlockingStub streams;

    ProfilesClient(
            @GrpcClient("facts") ProfileServiceBlockingStub questions,
            @GrpcClient(ProfilesUpstream.FEED) ProfileServiceBlockingStub streams) {
        this.questions = questions;
        this.streams = streams;
    }

    /** The facts of some profiles, each reading at the version that the profile has then. */
    public Map<UUID, KnownProfile> facts(Collection<UUID> profileIds, Wanted wanted) {
        return known(read(profileIds, wanted.all(), wanted.codec()).values(), wanted);
    }

    /** Those of which all that is wanted is too much are read once more for each of the rules. */
    private Map<UUID, KnownProfile> known(Collection<ProfileState> states, Wanted wanted) {
        Map<UUID, KnownProfile> known = new HashMap<>();
        Map<UUID, ProfileState> beyond = new HashMap<>();
        for (ProfileState state : states) {
            if (state.facts().complete()) {
                known.put(state.profileId(), KnownProfile.together(wanted, state));
            } else {
                beyond.put(state.profileId(), state);
            }
        }
        if (!beyond.isEmpty()) {
            known.putAll(apart(beyond, wanted));
        }
        return known;
    }

    private Map<UUID, KnownProfile> apart(Map<UUID, ProfileState> beyond, Wanted wanted) {
        Map<UUID, Map<Needs, ProfileState>> readings = new HashMap<>();
        for (Needs needs : wanted.each()) {
            Map<UUID, ProfileState> states =
                    needs.equals(wanted.all()) ? beyond : read(beyond.keySet(), needs, wanted.codec());
            states.forEach((id, state) ->
                    readings.computeIfAbsent(id, one -> new HashMap<>()).put(needs, Limits.cut(state)));
        }
        Map<UUID, KnownProfile> known = new HashMap<>();
        readings.forEach((id, some) -> known.put(id, KnownProfile.apart(wanted, some)));
        return known;
    }

    private Map<UUID, ProfileState> read(Collection<UUID> profileIds, Needs needs, FactCodec codec) {
        List<FactSelector> selectors = FactCodec.selectors(needs);
        Map<UUID, ProfileState> states = new HashMap<>();
        for (List<UUID> some : Lists.partition(List.copyOf(profileIds), MOST_IDS)) {
            List<UUID> left = some;
            while (!left.isEmpty()) {
                List<ProfileFacts> answers = ask(left, selectors);
                if (answers.isEmpty()) {
                    throw new IllegalStateException("no facts of " + left.size() + " profiles");
                }
                for (ProfileFacts answer : answers) {
                    ProfileState state = state(answer, codec);
                    states.put(state.profileId(), state);
                }
                // A large answer ends early; what is missing is asked for again.
                left = left.subList(answers.size(), left.size());
            }
        }
        return states;
    }

    private static ProfileState state(ProfileFacts facts, FactCodec codec) {
        return new ProfileState(
                facts.getWorkspace(),
                UUID.fromString(facts.getProfileId()),
                facts.getVersion(),
                facts.getExists(),
                codec.facts(facts));
    }

    private List<ProfileFacts> ask(List<UUID> ids, List<FactSelector> selectors) {
        BatchGetFactsRequest request = BatchGetFactsRequest.newBuilder()
                .addAllProfileIds(ids.stream().map(UUID::toString).toList())
                .addAllSelectors(selectors)
                .build();
        return questions
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .batchGetFacts(request)
                .getProfilesList();
    }

    /** The id that a profile has now, by any id that it ever had. */
    public Optional<UUID> presentId(String workspace, UUID profileId) {
        ProfileFacts facts = ask(List.of(profileId), List.of()).get(0);
        if (!facts.getWorkspace().equals(workspace)) {
            return Optional.empty();
        }
        if (facts.getExists()) {
            return Optional.of(profileId);
        }
        return facts.getResolvesTo().isEmpty() ? Optional.empty() : Optional.of(UUID.fromString(facts.getResolvesTo()));
    }

    /** Hands over every profile of a workspace that exists, some at a time; takes the next ones only when those are done. */
    public void scan(String workspace, Wanted wanted, Consumer<Collection<KnownProfile>> some) {
        ScanProfilesRequest request = ScanProfilesRequest.newBuilder()
                .setWorkspace(workspace)
                .addAllSelectors(FactCodec.selectors(wanted.all()))
                .build();
        Context.CancellableContext scanning = Context.current().withCancellation();
        Context before = scanning.attach();
        try {
            Iterator<ScanProfilesResponse> responses = streams.scanProfiles(request);
            while (responses.hasNext()) {
                List<ProfileState> states = new ArrayList<>();
                for (ScannedProfile profile : responses.next().getProfilesList()) {
                    states.add(state(profile.getFacts(), wanted.codec()));
                }
                some.accept(known(states, wanted).values());
            }
        } finally {
            scanning.detach(before);
            scanning.cancel(null);
        }
    }

    /** What a token is in the feed of profiles; only its parts from further up must be asked for. */
    public ConsistencyToken translate(ConsistencyToken token) {
        Map<String, ConsistencyToken.Positions> further = new HashMap<>(token.feeds());
        ConsistencyToken.Positions own = further.remove(ProfilesUpstream.FEED);
        ConsistencyToken near =
                own == null ? ConsistencyToken.NONE : new ConsistencyToken(Map.of(ProfilesUpstream.FEED, own));
        return further.isEmpty() ? near : near.and(ask(new ConsistencyToken(further)));
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
