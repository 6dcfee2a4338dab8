package io.onefold.profile.rebuild;

import io.onefold.kit.rebuild.RebuildProgress;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import io.onefold.profile.projection.KnownNamespaces;
import io.onefold.profile.projection.MemberStore;
import io.onefold.profile.projection.MemberStore.HeldIdentifier;
import io.onefold.profile.projection.MemberStore.Member;
import io.onefold.profile.projection.RecordStateStore;
import io.onefold.profile.rebuild.RebuiltProfiles.Rebuilt;
import io.onefold.profile.state.ProfileState;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Takes from every profile what it does not hold, and merges it anew from the states of its records. */
@ApplicationScoped
class ProfileRebuild {
    static final String PROFILES = "profile";
    static final String HELD = "profile_identifier";
    private static final int CHUNK = 200;
    private static final UUID BEGINNING = new UUID(0, 0);

    private final Database database;
    private final ProfileWalkStore walk;
    private final MemberStore members;
    private final RecordStateStore states;
    private final KnownNamespaces known;
    private final ReverseRows reverse;
    private final RebuiltProfiles rebuilt;

    ProfileRebuild(
            Database database,
            ProfileWalkStore walk,
            MemberStore members,
            RecordStateStore states,
            KnownNamespaces known,
            ReverseRows reverse,
            RebuiltProfiles rebuilt) {
        this.database = database;
        this.walk = walk;
        this.members = members;
        this.states = states;
        this.known = known;
        this.reverse = reverse;
        this.rebuilt = rebuilt;
    }

    void rebuildHolders(String workspace, RebuildProgress progress) throws InterruptedException {
        UUID after = BEGINNING;
        List<HeldIdentifier> chunk;
        do {
            UUID from = after;
            chunk = database.snapshot(tx -> walk.holders(tx, workspace, from, CHUNK));
            progress.looked(HELD, chunk.size(), reverse.restoreIdentifiers(chunk));
            after = chunk.isEmpty() ? after : chunk.get(chunk.size() - 1).identifierId();
        } while (chunk.size() == CHUNK);
    }

    void rebuildProfiles(String workspace, RebuildProgress progress) throws InterruptedException {
        UUID after = BEGINNING;
        boolean more = true;
        while (more) {
            UUID from = after;
            Looked looked = database.snapshot(tx -> {
                List<KeptProfile> chunk = walk.profiles(tx, workspace, from, CHUNK);
                return new Looked(chunk, wrong(tx, chunk));
            });
            List<UUID> wrong = looked.wrong.stream().map(one -> one.kept.id()).toList();
            Corrected corrected = wrong.isEmpty() ? Corrected.NOTHING : database.transaction(tx -> correct(tx, wrong));
            progress.looked(PROFILES, looked.chunk.size(), corrected.profiles);
            progress.looked(RecordRebuild.MEMBERS, 0, corrected.records);
            progress.looked(HELD, 0, corrected.identifiers);
            more = looked.chunk.size() == CHUNK;
            after = more ? looked.chunk.get(CHUNK - 1).id() : after;
        }
    }

    private record Looked(List<KeptProfile> chunk, List<Derived> wrong) {}

    private record Corrected(int profiles, int records, int identifiers) {
        static final Corrected NOTHING = new Corrected(0, 0, 0);
    }

    /**
     * What a profile is.
     *
     * @param strangers records that are kept with it and that it does not hold
     * @param strange identifiers that are kept with it and that do not lead to it
     */
    private record Derived(
            KeptProfile kept, boolean known, ProfileState state, List<Member> strangers, List<HeldIdentifier> strange) {
        boolean isWrong() {
            return !strangers.isEmpty() || !strange.isEmpty() || !kept.says(known, state);
        }
    }

    private List<Derived> wrong(Transaction tx, List<KeptProfile> chunk) {
        return chunk.isEmpty()
                ? List.of()
                : derive(tx, chunk).stream().filter(Derived::isWrong).toList();
    }

    private List<Derived> derive(Transaction tx, List<KeptProfile> chunk) {
        List<UUID> ids = chunk.stream().map(KeptProfile::id).toList();
        Map<UUID, List<UUID>> records = members.records(tx, ids);
        Map<UUID, List<HeldIdentifier>> held =
                walk.held(tx, ids).stream().collect(Collectors.groupingBy(HeldIdentifier::profileId));
        List<UUID> all = records.values().stream().flatMap(List::stream).toList();
        Map<UUID, UUID> owners = walk.owners(tx, all);
        Map<UUID, ProfileState> parts = states.read(tx, all);
        Map<UUID, HeldIdentifier> holding = walk.holding(
                tx,
                held.values().stream()
                        .flatMap(List::stream)
                        .map(HeldIdentifier::identifierId)
                        .toList());
        List<Derived> derived = new ArrayList<>();
        for (KeptProfile kept : chunk) {
            Map<Boolean, List<UUID>> own = records.getOrDefault(kept.id(), List.of()).stream()
                    .collect(Collectors.partitioningBy(record -> kept.id().equals(owners.get(record))));
            Map<Boolean, List<HeldIdentifier>> led = held.getOrDefault(kept.id(), List.of()).stream()
                    .collect(Collectors.partitioningBy(one -> one.equals(holding.get(one.identifierId()))));
            derived.add(new Derived(
                    kept,
                    known.anyOf(led.getOrDefault(true, List.of()).stream()
                            .map(HeldIdentifier::identifier)
                            .toList()),
                    ProfileState.mergeAll(own.getOrDefault(true, List.of()).stream()
                            .map(record -> parts.getOrDefault(record, ProfileState.EMPTY))
                            .toList()),
                    own.getOrDefault(false, List.of()).stream()
                            .map(record -> new Member(kept.id(), record))
                            .toList(),
                    led.getOrDefault(false, List.of())));
        }
        return derived;
    }

    /** Under the profiles' locks what belongs to them stays, and the states of their records are those that they were told of. */
    private Corrected correct(Transaction tx, List<UUID> profileIds) {
        List<Derived> wrong = wrong(tx, walk.lock(tx, profileIds));
        List<Member> strangers =
                wrong.stream().flatMap(one -> one.strangers.stream()).toList();
        List<HeldIdentifier> strange =
                wrong.stream().flatMap(one -> one.strange.stream()).toList();
        if (!strangers.isEmpty()) {
            var removed = members.removeRecords(tx, strangers);
        }
        if (!strange.isEmpty()) {
            var removed = members.removeIdentifiers(tx, strange);
        }
        if (!wrong.isEmpty()) {
            rebuilt.write(
                    tx,
                    wrong.stream()
                            .map(one -> new Rebuilt(one.kept, one.known, one.state))
                            .toList());
        }
        return new Corrected(wrong.size(), strangers.size(), strange.size());
    }
}
