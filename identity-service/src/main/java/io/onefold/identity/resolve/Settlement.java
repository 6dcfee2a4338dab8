package io.onefold.identity.resolve;

import io.onefold.identity.change.Cause;
import io.onefold.identity.change.Change;
import io.onefold.identity.change.IdentifierMove;
import io.onefold.identity.change.Move;
import io.onefold.identity.change.ProfileDigest;
import io.onefold.kit.feed.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns judgements into the rows to be written and the changes to be announced. */
final class Settlement {
    /** Text of equal length sorts as the bytes do, which is PostgreSQL's order; Java's own order of UUIDs is signed. */
    private static final Comparator<UUID> BY_ID = Comparator.comparing(UUID::toString);

    private final Cause cause;
    private final long erasure;
    private final long epoch;
    private final long floor;
    private final Map<UUID, ProfileRow> profiles = new HashMap<>();
    private final Map<UUID, ProfileRow> mintedNow = new HashMap<>();
    private final Map<UUID, RecordRow> records = new HashMap<>();
    private final List<RecordRow> updatedRecords = new ArrayList<>();
    private final List<RecordRow> newRecords = new ArrayList<>();
    private final List<IdentifierRow> identifiers = new ArrayList<>();
    private final Set<UUID> updatedProfiles = new HashSet<>();
    private final List<Pending> pending = new ArrayList<>();

    private record Pending(
            String workspace,
            List<Move> moves,
            List<IdentifierRow> identifiers,
            List<UUID> erasedIdentifiers,
            Set<UUID> touched,
            long version) {}

    private final Set<UUID> erasedProfiles = new HashSet<>();

    /**
     * @param erasure the ordinal of the erasure that causes it; 0 for all other causes
     * @param floor the highest version that an erasure gave
     * @param profiles the stored rows of all profiles that the judgements name, and of all ids that move, locked
     */
    Settlement(Cause cause, long erasure, long epoch, long floor, Collection<ProfileRow> profiles) {
        this.cause = cause;
        this.erasure = erasure;
        this.epoch = epoch;
        this.floor = floor;
        profiles.forEach(profile -> this.profiles.put(profile.profileId(), profile));
    }

    void add(Judgement judgement) {
        for (Member member : judgement.members()) {
            records.put(member.row().recordId(), member.row());
            if (member.fresh()) {
                ProfileRow minted = ProfileRow.minted(member.row());
                mintedNow.put(minted.profileId(), minted);
                profiles.put(minted.profileId(), minted);
            }
        }
        Set<UUID> touched = touched(judgement);
        boolean isNews = !judgement.changesNothing() || !touched.isEmpty();
        long version = isNews ? version(judgement, touched) : 0;
        Map<UUID, Move> moves = new HashMap<>();
        judgement.moves().forEach(move -> moves.put(move.recordId(), move));
        for (Member member : judgement.members()) {
            settle(member, moves.get(member.row().recordId()), version, judgement.lastMatters());
        }
        if (!isNews) {
            return;
        }
        for (IdentifierRow row : judgement.identifiers()) {
            identifiers.add(new IdentifierRow(
                    row.identifierId(), row.workspace(), row.identifier(), row.holder(), row.candidates(), version));
        }
        touched.forEach(id -> {
            profiles.compute(id, (same, row) -> known(id, row).at(version));
            updatedProfiles.add(id);
        });
        pending.add(new Pending(
                judgement.workspace(), judgement.moves(), judgement.identifiers(), List.of(), touched, version));
    }

    /**
     * Takes records out of their profiles for good: they, the identifiers that nobody else carries, and all ids that were minted for them.
     *
     * @param gone the identifiers, linking or not
     */
    void erase(String workspace, List<RecordRow> erased, List<IdentifierRow> gone) {
        Set<UUID> touched = new HashSet<>();
        long last = floor;
        for (RecordRow record : erased) {
            UUID minted = record.mintedProfileId();
            erasedProfiles.add(minted);
            if (known(minted, profiles.get(minted)).version() > 0) {
                touched.add(minted);
            }
            if (record.profileId() != null) {
                touched.add(record.profileId());
            }
            last = Math.max(last, record.version());
        }
        for (IdentifierRow identifier : gone) {
            last = Math.max(last, identifier.version());
        }
        for (UUID id : touched) {
            last = Math.max(last, known(id, profiles.get(id)).version());
        }
        long version = Version.after(last, epoch);
        List<Move> moves = new ArrayList<>();
        for (RecordRow record : erased) {
            Move move = new Move(record.recordId(), record.profileId(), null, true);
            moves.add(move);
            count(move);
            records.put(record.recordId(), record.ownedBy(null, version));
        }
        touched.forEach(id -> {
            profiles.compute(id, (same, row) -> known(id, row).at(version));
            updatedProfiles.add(id);
        });
        pending.add(new Pending(
                workspace,
                moves,
                List.of(),
                gone.stream().map(IdentifierRow::identifierId).sorted(BY_ID).toList(),
                touched,
                version));
    }

    /**
     * Besides those that are named, the ids of earlier times that lead to another profile now: who follows the changes would send them
     * to the one of before. Of an id that was in no change yet nobody knows.
     */
    private Set<UUID> touched(Judgement judgement) {
        Set<UUID> touched = new HashSet<>(judgement.named());
        for (UUID id : judgement.idsThatMove()) {
            if (known(id, profiles.get(id)).version() > 0) {
                touched.add(id);
            }
        }
        if (cause == Cause.REBUILD) {
            touched.addAll(countAnew(judgement));
            // What stood may have named anybody; and every change stands in the partition of some profile.
            touched.retainAll(profiles.keySet());
            if (touched.isEmpty() && !judgement.changesNothing()) {
                touched.addAll(judgement.mintedIds());
            }
        }
        return touched;
    }

    /**
     * A rebuild does not count on from what stands: that may be wrong, and so may the profile that a record was with. All records of a profile
     * are those of one component, so they are counted there; gives the profiles that said something else.
     */
    private Set<UUID> countAnew(Judgement judgement) {
        Set<UUID> miscounted = new HashSet<>();
        for (ProfileRow right : judgement.miscounted(profiles)) {
            profiles.put(right.profileId(), right);
            miscounted.add(right.profileId());
        }
        return miscounted;
    }

    private long version(Judgement judgement, Set<UUID> touched) {
        long last = floor;
        for (Move move : judgement.moves()) {
            last = Math.max(last, record(move.recordId()).version());
        }
        for (IdentifierRow row : judgement.identifiers()) {
            last = Math.max(last, row.version());
        }
        for (UUID id : touched) {
            last = Math.max(last, known(id, profiles.get(id)).version());
        }
        return Version.after(last, epoch);
    }

    private void settle(Member member, @Nullable Move move, long version, boolean lastMatters) {
        RecordRow before = member.row();
        RecordRow now = member.judged(lastMatters);
        if (move != null) {
            now = now.ownedBy(move.to(), version);
            if (cause != Cause.REBUILD) {
                count(move);
            }
        }
        records.put(now.recordId(), now);
        if (member.fresh()) {
            newRecords.add(now);
        } else if (!now.equals(before)) {
            updatedRecords.add(now);
        }
    }

    private void count(Move move) {
        UUID from = move.from();
        UUID to = move.to();
        if (from != null) {
            profiles.compute(from, (id, row) -> known(id, row).without(move.recordId()));
        }
        if (to != null) {
            profiles.compute(to, (id, row) -> known(id, row).with(move.recordId()));
        }
    }

    /** Profiles that are no more, whose ids lead to a record that was not decided on: its row must be read before the changes. */
    Set<UUID> recordsToFollow() {
        Set<UUID> follow = new HashSet<>();
        updatedProfiles.forEach(id -> {
            ProfileRow row = known(id, profiles.get(id));
            if (row.recordCount() == 0 && !records.containsKey(row.recordId())) {
                follow.add(row.recordId());
            }
        });
        return follow;
    }

    void follow(Collection<RecordRow> rows) {
        rows.forEach(row -> records.put(row.recordId(), row));
    }

    /** The changes, in the order of their versions. */
    List<Change> changes() {
        return pending.stream()
                .sorted(Comparator.comparingLong(Pending::version))
                .map(this::change)
                .toList();
    }

    private Change change(Pending settled) {
        return new Change(
                settled.workspace,
                settled.version,
                cause,
                erasure,
                settled.moves.stream()
                        .sorted(Comparator.comparing(Move::recordId, BY_ID))
                        .toList(),
                settled.identifiers.stream()
                        .sorted(Comparator.comparing(IdentifierRow::identifierId, BY_ID))
                        .map(row -> new IdentifierMove(
                                row.identifierId(), row.identifier(), row.holder(), row.candidates()))
                        .toList(),
                settled.erasedIdentifiers,
                settled.touched.stream().sorted(BY_ID).map(this::digest).toList());
    }

    private ProfileDigest digest(UUID id) {
        ProfileRow row = known(id, profiles.get(id));
        UUID resolvesTo = row.recordCount() > 0 ? null : record(row.recordId()).profileId();
        return new ProfileDigest(id, row.recordCount(), row.recordHash(), resolvesTo, erasedProfiles.contains(id));
    }

    private RecordRow record(UUID id) {
        return Objects.requireNonNull(records.get(id), () -> "record " + id + " was not read");
    }

    private static ProfileRow known(UUID id, @Nullable ProfileRow row) {
        return Objects.requireNonNull(row, () -> "profile " + id + " was never minted");
    }

    List<RecordRow> newRecords() {
        return newRecords;
    }

    List<RecordRow> updatedRecords() {
        return updatedRecords;
    }

    List<IdentifierRow> updatedIdentifiers() {
        return identifiers;
    }

    /** The rows of ids that are minted now, one for each of the records, as they become. */
    List<ProfileRow> minted(Set<UUID> recordIds) {
        return mintedNow.keySet().stream()
                .map(id -> known(id, profiles.get(id)))
                .filter(row -> recordIds.contains(row.recordId()))
                .toList();
    }

    List<ProfileRow> updatedProfiles() {
        return updatedProfiles.stream()
                .filter(id -> !mintedNow.containsKey(id) && !erasedProfiles.contains(id))
                .map(id -> known(id, profiles.get(id)))
                .toList();
    }

    /** Every record that was decided on, as it is now. */
    Map<UUID, RecordRow> records() {
        return records;
    }
}
