package io.onefold.sample.truth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The answers that a folder of input must give. It holds every row in memory: about 0.6 GB for a million events.
 *
 * <p>What the files mean is said in the README; nothing of the generator or of the product is asked.
 */
public final class Truth {
    private Truth() {}

    /**
     * Reads a folder and answers.
     *
     * @param asOf the instant at which is asked; nothing in the folder happened later
     * @throws IllegalArgumentException when a line of a channel is no event, a row lacks what it needs or lies after {@code asOf}, or a
     *     profile comes out for which the answers have no name (neither user id, e-mail, anonymous id nor CRM id)
     */
    public static Answers of(Path folder, Instant asOf) {
        try {
            return of(InputReader.read(folder), asOf);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + folder, e);
        }
    }

    private static Answers of(Input input, Instant asOf) {
        input.rows().filter(row -> row.time().isAfter(asOf)).findFirst().ifPresent(row -> {
            throw new IllegalArgumentException(row + " lies after " + asOf);
        });
        Partition partition = new Partition(input.records());
        List<Profile> profiles = Profile.of(input.records(), partition);
        SortedMap<String, SortedSet<String>> members = members(profiles, asOf);
        Map<Set<Identifier>, List<Row>> left = left(input, partition);
        SortedMap<String, SortedSet<String>> after = members(Profile.of(left, new Partition(left)), asOf);
        return new Answers(
                Figures.of(asOf, input, partition, profiles, members, after),
                profiles.stream().map(ProfileColumns::of).toList(),
                identifiers(profiles),
                members,
                after);
    }

    private static SortedMap<String, SortedSet<String>> members(List<Profile> profiles, Instant asOf) {
        SortedMap<String, SortedSet<String>> members = new TreeMap<>();
        Audiences.RULES.forEach((name, rule) -> members.put(
                name,
                profiles.stream()
                        .filter(profile -> rule.test(profile, asOf))
                        .map(Profile::pid)
                        .collect(Collectors.toCollection(TreeSet::new))));
        return members;
    }

    /** The records of everybody else. What somebody who is erased contested alone is free then. */
    private static Map<Set<Identifier>, List<Row>> left(Input input, Partition partition) {
        Set<Partition.Group> erased = input.erased().stream()
                .flatMap(userId -> partition.profile(Set.of(new Identifier(Namespace.USER_ID, userId))).stream())
                .collect(Collectors.toSet());
        Map<Set<Identifier>, List<Row>> left = new LinkedHashMap<>(input.records());
        left.keySet()
                .removeIf(record ->
                        partition.profile(record).filter(erased::contains).isPresent());
        return left;
    }

    private static SortedMap<String, SortedSet<String>> identifiers(List<Profile> profiles) {
        SortedMap<String, SortedSet<String>> identifiers = new TreeMap<>();
        profiles.forEach(profile -> identifiers.put(
                profile.pid(),
                profile.identifiers().stream()
                        .map(Identifier::toString)
                        .collect(Collectors.toCollection(TreeSet::new))));
        return identifiers;
    }
}
