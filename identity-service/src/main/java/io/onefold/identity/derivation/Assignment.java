package io.onefold.identity.derivation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** Gives every record its profile and every profile its id, once all namespaces are walked. */
final class Assignment {

    private final Component component;
    private final ProfilesSoFar profiles;
    private final int[] homes;
    private final Map<Integer, UUID> idByHome = new TreeMap<>();

    Assignment(Component component, ProfilesSoFar profiles) {
        this.component = component;
        this.profiles = profiles;
        this.homes = component.members().stream().mapToInt(this::home).toArray();
    }

    /**
     * The profile of the record's strongest identifier that a profile holds, else its own. A record that carries what
     * its own profile holds stays there; this decides between two identifiers of one namespace.
     */
    private int home(Member member) {
        int own = profiles.of(member.number);
        int strongest = own;
        for (Value value : member.values) {
            if (value.verdict instanceof Verdict.Held held) {
                int holder = profiles.of(held.by());
                if (holder == own) {
                    return own;
                }
                strongest = strongest == own ? holder : strongest;
            }
        }
        return strongest;
    }

    Partition partition() {
        Map<Integer, List<Member>> membersByHome = component.members().stream()
                .filter(member -> !member.values.isEmpty())
                .collect(Collectors.groupingBy(member -> homes[member.number], TreeMap::new, Collectors.toList()));
        Map<Integer, List<Value>> heldByHome = new TreeMap<>();
        for (Value value : component.values()) {
            if (value.verdict instanceof Verdict.Held held) {
                heldByHome
                        .computeIfAbsent(profiles.of(held.by()), home -> new ArrayList<>())
                        .add(value);
            }
        }
        List<DerivedProfile> derived = new ArrayList<>();
        membersByHome.forEach((home, members) -> {
            DerivedProfile profile = profile(members, heldByHome.getOrDefault(home, List.of()));
            idByHome.put(home, profile.profileId());
            derived.add(profile);
        });
        derived.sort(Comparator.comparing(DerivedProfile::profileId, UuidOrder.UNSIGNED));
        return new Partition(derived, contested(), letGo(), withoutProfile());
    }

    /** The id comes from the strongest identifier, so that the id of a known person does not move. */
    private static DerivedProfile profile(List<Member> members, List<Value> held) {
        Optional<Value> strongest = held.stream().findFirst();
        Member first = members.stream()
                .filter(member -> strongest.map(member.values::contains).orElse(true))
                .min(Member.FIRST_MINTED)
                .orElseThrow();
        return new DerivedProfile(
                first.record.mintedProfileId(),
                members.stream()
                        .map(member -> member.record.recordId())
                        .collect(Collectors.toCollection(LinkedHashSet::new)),
                held.stream().map(value -> value.identifier).collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    private List<ContestedValue> contested() {
        List<ContestedValue> contested = new ArrayList<>();
        for (Value value : component.values()) {
            if (value.verdict instanceof Verdict.Contested verdict) {
                contested.add(new ContestedValue(value.identifier, ids(verdict.candidates())));
            }
        }
        return contested;
    }

    private List<LetGoValue> letGo() {
        List<LetGoValue> letGo = new ArrayList<>();
        for (Value value : component.values()) {
            Set<Integer> without = new TreeSet<>(value.letGoBy);
            if (value.verdict instanceof Verdict.Held held) {
                without.addAll(held.lostBy());
                without.removeIf(record -> homes[record] == profiles.of(held.by()));
            }
            ids(without).forEach(profile -> letGo.add(new LetGoValue(value.identifier, profile)));
        }
        return letGo;
    }

    private Set<UUID> ids(Iterable<Integer> records) {
        Set<UUID> ids = new TreeSet<>(UuidOrder.UNSIGNED);
        records.forEach(record -> ids.add(idOf(record)));
        return ids;
    }

    private UUID idOf(int record) {
        UUID id = idByHome.get(homes[record]);
        if (id == null) {
            throw new IllegalStateException("record number %d has no profile".formatted(record));
        }
        return id;
    }

    private Set<UUID> withoutProfile() {
        return component.members().stream()
                .filter(member -> member.values.isEmpty())
                .map(member -> member.record.recordId())
                .collect(Collectors.toSet());
    }
}
