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

/** Asks the profile-service. */
@ApplicationScoped
public class ProfilesClient {
    private static final int MOST_IDS = 1000;
    private static final long DEADLINE_SECONDS = 30;

    private final ProfileServiceBlockingStub stub;

    ProfilesClient(@GrpcClient("profiles") ProfileServiceBlockingStub stub) {
        this.stub = stub;
    }

    /** The facts of some profiles, each at the version that it has now. */
    public Map<UUID, ProfileState> facts(Collection<UUID> profileIds, Needs needs) {
        FactCodec codec = FactCodec.of(needs);
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
        return stub.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
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
    public void scan(String workspace, Needs needs, Consumer<List<ProfileState>> some) {
        FactCodec codec = FactCodec.of(needs);
        ScanProfilesRequest request = ScanProfilesRequest.newBuilder()
                .setWorkspace(workspace)
                .addAllSelectors(FactCodec.selectors(needs))
                .build();
        Context.CancellableContext scanning = Context.current().withCancellation();
        Context before = scanning.attach();
        try {
            Iterator<ScanProfilesResponse> responses = stub.scanProfiles(request);
            while (responses.hasNext()) {
                List<ProfileState> states = new ArrayList<>();
                for (ScannedProfile profile : responses.next().getProfilesList()) {
                    states.add(state(profile.getFacts(), codec));
                }
                some.accept(states);
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
        return ConsistencyToken.decode(stub.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .getProgress(request)
                .getConsistencyToken());
    }
}
