package io.onefold.identity.resolve;

import io.onefold.identity.change.Cause;
import io.onefold.identity.change.Change;
import io.onefold.identity.change.ChangeCodec;
import io.onefold.identity.change.ChangeMetrics;
import io.onefold.identity.erasure.Erasure;
import io.onefold.identity.erasure.ErasureStore;
import io.onefold.identity.erasure.FeedWiper;
import io.onefold.identity.rules.RuleBook;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.FeedEpoch;
import io.onefold.kit.feed.FeedLog;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Takes records out of their component and decides anew on what remains, in one transaction beside which nobody of the workspace files.
 * Locks in the order of the whole suite, as {@link Filing} does.
 */
@ApplicationScoped
public class RecordEraser {
    private final Database database;
    private final Gate gate;
    private final Reach reach;
    private final IdentifierStore identifiers;
    private final RecordStore records;
    private final EvidenceStore evidence;
    private final ProfileStore profiles;
    private final TombstoneStore tombstones;
    private final ErasureStore erasures;
    private final RuleBook rules;
    private final FeedLog feed;
    private final ChangeMetrics metrics;
    private final FeedEpoch epoch;
    private final FeedWiper wiper;

    RecordEraser(
            Database database,
            Gate gate,
            Reach reach,
            IdentifierStore identifiers,
            RecordStore records,
            EvidenceStore evidence,
            ProfileStore profiles,
            TombstoneStore tombstones,
            ErasureStore erasures,
            RuleBook rules,
            FeedLog feed,
            ChangeMetrics metrics,
            FeedEpoch epoch,
            FeedWiper wiper) {
        this.database = database;
        this.gate = gate;
        this.reach = reach;
        this.identifiers = identifiers;
        this.records = records;
        this.evidence = evidence;
        this.profiles = profiles;
        this.tombstones = tombstones;
        this.erasures = erasures;
        this.rules = rules;
        this.feed = feed;
        this.metrics = metrics;
        this.epoch = epoch;
        this.wiper = wiper;
    }

    /** What an erasure changed, as the feed has it, and where the feed stands behind it. */
    public record Erased(List<byte[]> changes, ConsistencyToken token) {}

    /** Erases, once: of an erasure that was done the same is told again. */
    public Erased erase(Erasure erasure) {
        long present = epoch.present();
        return database.transaction(tx -> {
            gate.alone(tx, Set.of(erasure.workspace()));
            List<byte[]> changes = erasures.changes(tx, erasure.id()).orElseGet(() -> decide(tx, erasure, present));
            return new Erased(changes, ConsistencyToken.of(Resolver.FEED, present, feed.heads(tx)));
        });
    }

    private List<byte[]> decide(Transaction tx, Erasure erasure, long present) {
        long floor = Transaction.await(tombstones.erasures(tx)).version();
        Set<UUID> named = new HashSet<>();
        records.read(tx, erasure.recordIds()).forEach(row -> named.addAll(row.identifierIds()));
        Set<UUID> linking = new HashSet<>();
        Map<UUID, IdentifierRow> locked = new HashMap<>();
        identifiers
                .lock(tx, reach.from(tx, List.of(), named).linking())
                .forEach(row -> locked.put(row.identifierId(), row));
        linking.addAll(locked.keySet());
        List<RecordRow> erased = new ArrayList<>();
        List<RecordRow> remaining = new ArrayList<>();
        Set<UUID> listed = Set.copyOf(erasure.recordIds());
        for (RecordRow row : records.lockLinkedAndNamed(tx, linking, listed)) {
            (listed.contains(row.recordId()) ? erased : remaining).add(row);
        }
        List<IdentifierRow> gone = identifiers.carriedOnlyBy(tx, named, listed);
        List<Judgement> judgements = judgements(tx, remaining, locked);

        Set<UUID> touched = new HashSet<>();
        erased.forEach(row -> {
            touched.add(row.mintedProfileId());
            if (row.profileId() != null) {
                touched.add(row.profileId());
            }
        });
        judgements.forEach(judgement -> {
            touched.addAll(judgement.named());
            touched.addAll(judgement.idsThatMove());
        });
        Settlement settlement =
                new Settlement(Cause.ERASURE, erasure.ordinal(), present, floor, profiles.lock(tx, touched));
        if (!erased.isEmpty()) {
            settlement.erase(erasure.workspace(), erased, gone);
        }
        judgements.forEach(settlement::add);
        settlement.follow(records.read(tx, settlement.recordsToFollow()));
        List<Change> changes = settlement.changes();
        write(tx, settlement);
        delete(tx, erased, gone);
        feed.append(tx, changes.stream().map(Filing::item).toList());
        tx.afterCommit(() -> metrics.committed(changes));
        remember(tx, erasure, gone, changes, ConsistencyToken.of(Resolver.FEED, present, feed.heads(tx)));
        return changes.stream().map(ChangeCodec::bytes).toList();
    }

    private List<Judgement> judgements(Transaction tx, List<RecordRow> remaining, Map<UUID, IdentifierRow> linking) {
        Map<UUID, TimeSpan> believed = evidence.believed(
                tx, remaining.stream().map(RecordRow::recordId).toList());
        List<Member> members = remaining.stream()
                .map(row -> new Member(row, believed.get(row.recordId()), false))
                .toList();
        return Member.components(members, linking.keySet()).stream()
                .map(component -> Judgement.of(
                        rules.of(component.get(0).row().workspace()).current(), component, linking))
                .toList();
    }

    private void write(Transaction tx, Settlement settlement) {
        if (!settlement.updatedRecords().isEmpty()) {
            Transaction.await(records.update(tx, settlement.updatedRecords()));
        }
        if (!settlement.updatedIdentifiers().isEmpty()) {
            Transaction.await(identifiers.update(tx, settlement.updatedIdentifiers()));
        }
        if (!settlement.updatedProfiles().isEmpty()) {
            Transaction.await(profiles.update(tx, settlement.updatedProfiles()));
        }
    }

    private void delete(Transaction tx, List<RecordRow> erased, List<IdentifierRow> gone) {
        List<UUID> ids = erased.stream().map(RecordRow::recordId).toList();
        identifiers.deleteLinks(
                tx,
                erased.stream()
                        .flatMap(row -> row.identifierIds().stream()
                                .map(identifier -> new IdentifierStore.Link(identifier, row.recordId())))
                        .toList());
        identifiers.delete(tx, gone.stream().map(IdentifierRow::identifierId).toList());
        evidence.delete(tx, ids);
        records.delete(tx, ids);
        profiles.delete(tx, erased.stream().map(RecordRow::mintedProfileId).toList());
    }

    private void remember(
            Transaction tx, Erasure erasure, List<IdentifierRow> gone, List<Change> changes, ConsistencyToken feedEnd) {
        Set<UUID> buried = new HashSet<>(erasure.recordIds());
        buried.addAll(erasure.identifierIds());
        tombstones.put(tx, erasure.id(), erasure.ordinal(), buried);
        long number = tombstones.count(
                tx, changes.stream().mapToLong(Change::version).max().orElse(0));
        erasures.put(
                tx,
                erasure,
                number,
                gone.stream().map(IdentifierRow::identifierId).toList(),
                changes,
                feedEnd,
                Instant.now().truncatedTo(ChronoUnit.MICROS));
        tx.afterCommit(wiper::wake);
    }
}
