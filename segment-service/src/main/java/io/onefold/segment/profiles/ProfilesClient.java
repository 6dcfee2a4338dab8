package io.onefold.segment.profiles;

import com.google.common.collect.Lists;
import io.grpc.Context;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.FeedEffect;
import io.onefold.proto.profile.v1.BatchGetFactsRequest;
import io.onefold.proto.profile.v1.GetProgressRequest;
import io.onefold.proto.profile.v1.ProfileFacts;
import io.onefold.proto.profile.v1.ProfileServiceGrpc.ProfileServiceBlockingStub;
import io.onefold.proto.profile.v1.ScanProfilesRequest;
import io.onefold.proto.profile.v1.ScanProfilesResponse;
import io.onefold.proto.profile.v1.ScannedProfile;
import io.onefold.segment.rule.RuleCheck;
import io.onefold.segment.rule.Selector;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** A profile moved on between two questions about it. */
    static final class MovedOn extends FeedEffect.Again {
        private static final long serialVersionUID = 1L;

        MovedOn(String profileId) {
            super("profile " + profileId + " changed between two questions about it");
        }
    }

    /** The facts of some profiles, each at the version that it has now. */
    public Map<UUID, ProfileState> facts(Collection<UUID> profileIds, Set<Selector> selectors) {
        Map<UUID, ProfileState> states = new HashMap<>();
        for (List<UUID> ids : Lists.partition(List.copyOf(profileIds), MOST_IDS)) {
            for (Set<Selector> some : parts(selectors)) {
                ask(ids, some).forEach(state -> states.merge(state.profileId(), state, ProfilesClient::join));
            }
        }
        return states;
    }

    private List<ProfileState> ask(List<UUID> ids, Set<Selector> selectors) {
        FactCodec codec = new FactCodec(selectors);
        BatchGetFactsRequest request = BatchGetFactsRequest.newBuilder()
                .addAllProfileIds(ids.stream().map(UUID::toString).toList())
                .addAllSelectors(codec.selectors())
                .build();
        List<ProfileFacts> answers = stub.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .batchGetFacts(request)
                .getProfilesList();
        return answers.stream().map(codec::read).toList();
    }

    /** Only facts of one version belong together. */
    private static ProfileState join(ProfileState one, ProfileState other) {
        if (one.version() != other.version()) {
            throw new MovedOn(one.profileId().toString());
        }
        return new ProfileState(
                one.workspace(),
                one.profileId(),
                one.version(),
                one.exists(),
                one.facts().and(other.facts()));
    }

    private static List<Set<Selector>> parts(Set<Selector> selectors) {
        if (selectors.isEmpty()) {
            return List.of(Set.of());
        }
        return Lists.partition(List.copyOf(selectors), RuleCheck.MAX_SELECTORS).stream()
                .map(Set::copyOf)
                .toList();
    }

    /** Hands over every profile of a workspace that exists, some at a time; takes the next ones only when those are done. */
    public void scan(String workspace, Set<Selector> selectors, Consumer<List<ProfileState>> some) {
        FactCodec codec = new FactCodec(selectors);
        ScanProfilesRequest request = ScanProfilesRequest.newBuilder()
                .setWorkspace(workspace)
                .addAllSelectors(codec.selectors())
                .build();
        Context.CancellableContext scanning = Context.current().withCancellation();
        Context before = scanning.attach();
        try {
            Iterator<ScanProfilesResponse> responses = stub.scanProfiles(request);
            while (responses.hasNext()) {
                List<ProfileState> states = new ArrayList<>();
                for (ScannedProfile profile : responses.next().getProfilesList()) {
                    states.add(codec.read(profile.getFacts()));
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
