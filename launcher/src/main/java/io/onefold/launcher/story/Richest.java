package io.onefold.launcher.story;

import io.onefold.proto.profile.v1.Behaviour;
import io.onefold.proto.profile.v1.Profile;
import io.onefold.proto.type.v1.Identifier;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses whose view is shown: somebody of whom there is much to see. The same data gives the same person, whatever the order in which it
 * came and the ids that were minted.
 */
final class Richest {
    private final Map<String, Integer> audiences;
    private final Set<String> mailed;

    /**
     * @param audiences how many each profile is in, by profile id
     * @param mailed the addresses to which something was sent
     */
    Richest(Map<String, Integer> audiences, Set<String> mailed) {
        this.audiences = audiences;
        this.mailed = mailed;
    }

    /** Among the known ones; none when there are no such people. */
    Optional<Profile> of(List<Profile> profiles) {
        return profiles.stream().filter(Profile::getKnown).min(order());
    }

    private Comparator<Profile> order() {
        Comparator<Profile> most = Comparator.comparingInt(this::sides);
        return most.thenComparingLong(Richest::channels)
                .thenComparingLong(Richest::namespaces)
                .thenComparingInt(this::audiences)
                .thenComparingInt(Profile::getIdentifiersCount)
                .reversed()
                .thenComparing(Richest::firstIdentifier);
    }

    static long channels(Profile profile) {
        return profile.getBehavioursList().stream()
                .map(Behaviour::getChannel)
                .distinct()
                .count();
    }

    /** How many sides of the platform the person shows: sales, consent, audiences, mails. */
    private int sides(Profile profile) {
        boolean sales = profile.getBehavioursList().stream().anyMatch(one -> one.getSumsCount() > 0);
        boolean wasMailed = profile.getIdentifiersList().stream().anyMatch(one -> mailed.contains(one.getValue()));
        return (sales ? 1 : 0)
                + (profile.getConsentsCount() > 0 ? 1 : 0)
                + (audiences(profile) > 0 ? 1 : 0)
                + (wasMailed ? 1 : 0);
    }

    private static long namespaces(Profile profile) {
        return profile.getIdentifiersList().stream()
                .map(Identifier::getNamespace)
                .distinct()
                .count();
    }

    private int audiences(Profile profile) {
        return audiences.getOrDefault(profile.getProfileId(), 0);
    }

    private static String firstIdentifier(Profile profile) {
        return profile.getIdentifiersList().stream()
                .map(one -> one.getNamespace() + ":" + one.getValue())
                .min(Comparator.naturalOrder())
                .orElse("");
    }
}
