package io.onefold.sample.truth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The answers that a folder of input must give. It holds every row in memory: about half a gigabyte for a million events.
 *
 * <p>The files say everything, what they are is said in the README; nothing of the generator or of the product is asked.
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
        input.rows().stream()
                .filter(row -> row.time().isAfter(asOf))
                .findFirst()
                .ifPresent(row -> {
                    throw new IllegalArgumentException(row + " lies after " + asOf);
                });
        Partition partition = new Partition(input.rows());
        List<Profile> profiles = Profile.of(input.rows(), partition);
        SortedMap<String, SortedSet<String>> members = members(profiles, asOf);
        List<Row> left = left(input, profiles);
        SortedMap<String, SortedSet<String>> after = members(Profile.of(left, new Partition(left)), asOf);
        return new Answers(
                Figures.of(asOf, input, partition, profiles, members, after),
                profiles.stream().map(ProfileColumns::of).toList(),
                identifiers(profiles),
                members);
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

    /** The rows of everybody else: what is erased are the profile's records, and what they alone contested is free. */
    private static List<Row> left(Input input, List<Profile> profiles) {
        Set<Set<Identifier>> erased = profiles.stream()
                .filter(profile -> profile.values(Namespace.USER_ID).stream().anyMatch(input.erased()::contains))
                .flatMap(profile -> profile.rows().stream())
                .map(Row::identifiers)
                .collect(Collectors.toSet());
        return input.rows().stream()
                .filter(row -> !erased.contains(row.identifiers()))
                .toList();
    }

    private static SortedMap<String, SortedSet<String>> identifiers(List<Profile> profiles) {
        return profiles.stream()
                .collect(Collectors.toMap(
                        Profile::pid,
                        profile -> profile.identifiers().stream()
                                .map(Identifier::toString)
                                .collect(Collectors.toCollection(TreeSet::new)),
                        (one, other) -> one,
                        TreeMap::new));
    }
}
