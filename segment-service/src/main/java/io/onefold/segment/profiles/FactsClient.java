package io.onefold.segment.profiles;

import com.google.common.collect.Lists;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.onefold.kit.feed.FeedEffect;
import io.onefold.proto.profile.v1.BatchGetFactsRequest;
import io.onefold.proto.profile.v1.FactSelector;
import io.onefold.proto.profile.v1.ProfileFacts;
import io.onefold.proto.profile.v1.ProfileServiceGrpc.ProfileServiceBlockingStub;
import io.onefold.segment.rule.Needs;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Asks the profile-service for facts. A profile that cannot be read holds up nobody for ever: when it fails alone, again and again, while a
 * question about it that reads no events is answered, its facts are incomplete. When that is not answered either, it is an outage.
 */
@ApplicationScoped
class FactsClient {
    private static final Logger LOG = Logger.getLogger(FactsClient.class);
    private static final int MOST_IDS = 1000;
    private static final long DEADLINE_SECONDS = 30;
    private static final long SMALL_QUESTION_SECONDS = 5;

    /** What a single profile can be the reason for; whoever is away, or does not let this service in, says something else. */
    private static final Set<Status.Code> MAY_BE_THE_PROFILES = Set.of(
            Status.Code.DEADLINE_EXCEEDED,
            Status.Code.RESOURCE_EXHAUSTED,
            Status.Code.INTERNAL,
            Status.Code.UNKNOWN,
            Status.Code.DATA_LOSS);

    private final ProfileServiceBlockingStub questions;
    private final Unreadable unreadable;

    FactsClient(@GrpcClient("facts") ProfileServiceBlockingStub questions, Unreadable unreadable) {
        this.questions = questions;
        this.unreadable = unreadable;
    }

    /** Each at the version that it has then. */
    Map<UUID, ProfileState> read(Collection<UUID> profileIds, Needs needs, FactCodec codec) {
        Map<UUID, ProfileState> states = new HashMap<>();
        List<UUID> usual = new ArrayList<>();
        for (UUID id : profileIds) {
            if (unreadable.is(id, needs)) {
                states.put(id, withoutEvents(id, codec));
            } else {
                usual.add(id);
            }
        }
        for (List<UUID> some : Lists.partition(usual, MOST_IDS)) {
            try {
                if (some.size() > 1) {
                    together(some, needs, codec, states);
                }
            } catch (StatusRuntimeException failure) {
                if (!mayBeTheProfiles(failure)) {
                    throw failure;
                }
                LOG.warnf(failure, "%d profiles are read one by one to find the one that fails", some.size());
            }
            some.stream().filter(id -> !states.containsKey(id)).forEach(id -> states.put(id, alone(id, needs, codec)));
        }
        return states;
    }

    private void together(List<UUID> ids, Needs needs, FactCodec codec, Map<UUID, ProfileState> states) {
        List<FactSelector> selectors = FactCodec.selectors(needs);
        List<UUID> left = ids;
        while (!left.isEmpty()) {
            List<ProfileFacts> answers = ask(left, selectors, DEADLINE_SECONDS);
            if (answers.isEmpty()) {
                throw new IllegalStateException("no facts of " + left.size() + " profiles");
            }
            for (ProfileFacts answer : answers) {
                ProfileState state = state(answer, codec);
                states.put(state.profileId(), state);
                unreadable.succeeded(state.profileId(), needs);
            }
            // A large answer ends early; what is missing is asked for again.
            left = left.subList(answers.size(), left.size());
        }
    }

    private ProfileState alone(UUID id, Needs needs, FactCodec codec) {
        // Its other rules are not read in vain for half a minute each.
        long seconds = unreadable.is(id) ? SMALL_QUESTION_SECONDS : DEADLINE_SECONDS;
        try {
            ProfileState state =
                    state(ask(List.of(id), FactCodec.selectors(needs), seconds).get(0), codec);
            unreadable.succeeded(id, needs);
            return state;
        } catch (StatusRuntimeException failure) {
            if (!mayBeTheProfiles(failure)) {
                throw failure;
            }
            ProfileState without = withoutEventsUnlessAway(id, codec, failure);
            unreadable.failed(without, needs, failure);
            if (!unreadable.is(id, needs)) {
                // Never as it came: the feed would take it for an outage that the item is to blame for, and set it
                // aside.
                throw new FeedEffect.Again("profile " + id + " could not be read: " + failure.getStatus());
            }
            LOG.errorf(
                    failure,
                    "the events of profile %s cannot be read: to rules that read them they are unknown until they are tried again",
                    id);
            return without;
        }
    }

    private ProfileState withoutEventsUnlessAway(UUID id, FactCodec codec, StatusRuntimeException failure) {
        try {
            return withoutEvents(id, codec);
        } catch (StatusRuntimeException away) {
            failure.addSuppressed(away);
            throw failure;
        }
    }

    /** What is known of a profile without reading any of its events. */
    private ProfileState withoutEvents(UUID id, FactCodec codec) {
        ProfileState state =
                state(ask(List.of(id), List.of(), SMALL_QUESTION_SECONDS).get(0), codec);
        return state.exists() ? state.with(state.facts().cut(), state.version()) : state;
    }

    /** Whether some of it cannot be read, so that what is known of it is worth no keeping. */
    boolean isUnreadable(UUID profileId) {
        return unreadable.is(profileId);
    }

    /** Whether so many of the rules are in vain that the others are not read of it either. */
    boolean isUnreadable(UUID profileId, Set<Needs> rules) {
        return unreadable.is(profileId, rules);
    }

    /** From here on it is read again. */
    void tryAgain(UUID profileId) {
        unreadable.tryAgain(profileId);
    }

    /** A profile by an id of now or of the past, without its events. */
    ProfileFacts ask(UUID profileId) {
        return ask(List.of(profileId), List.of(), DEADLINE_SECONDS).get(0);
    }

    private List<ProfileFacts> ask(List<UUID> ids, List<FactSelector> selectors, long seconds) {
        BatchGetFactsRequest request = BatchGetFactsRequest.newBuilder()
                .addAllProfileIds(ids.stream().map(UUID::toString).toList())
                .addAllSelectors(selectors)
                .build();
        return questions
                .withDeadlineAfter(seconds, TimeUnit.SECONDS)
                .batchGetFacts(request)
                .getProfilesList();
    }

    private static boolean mayBeTheProfiles(StatusRuntimeException failure) {
        return MAY_BE_THE_PROFILES.contains(failure.getStatus().getCode());
    }

    static ProfileState state(ProfileFacts facts, FactCodec codec) {
        return new ProfileState(
                facts.getWorkspace(),
                UUID.fromString(facts.getProfileId()),
                facts.getVersion(),
                facts.getExists(),
                codec.facts(facts));
    }
}
