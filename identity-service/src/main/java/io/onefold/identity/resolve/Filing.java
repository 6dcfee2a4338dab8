package io.onefold.identity.resolve;

import io.onefold.domain.Bucket;
import io.onefold.identity.change.Cause;
import io.onefold.identity.change.Change;
import io.onefold.identity.change.ChangeCodec;
import io.onefold.identity.change.ChangeMetrics;
import io.onefold.identity.rules.RuleBook;
import io.onefold.kit.feed.FeedLog;
import io.onefold.kit.feed.NewItem;
import io.onefold.kit.sql.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Files evidence and decides what it changes, in one transaction. Locks the identifiers through which the components hang together, then
 * their records, then the profiles that change, then the feed's heads, each in the order of their keys. Whoever links something to a
 * component must hold one of its identifiers, so under these locks it cannot grow.
 */
@ApplicationScoped
class Filing {
    private final IdentifierStore identifiers;
    private final RecordStore records;
    private final EvidenceStore evidence;
    private final ProfileStore profiles;
    private final Reach reach;
    private final Minting minting;
    private final RuleBook rules;
    private final FeedLog feed;
    private final ChangeMetrics metrics;

    Filing(
            IdentifierStore identifiers,
            RecordStore records,
            EvidenceStore evidence,
            ProfileStore profiles,
            Reach reach,
            Minting minting,
            RuleBook rules,
            FeedLog feed,
            ChangeMetrics metrics) {
        this.identifiers = identifiers;
        this.records = records;
        this.evidence = evidence;
        this.profiles = profiles;
        this.reach = reach;
        this.minting = minting;
        this.rules = rules;
        this.feed = feed;
        this.metrics = metrics;
    }

    /**
     * What was written: the records asked for as they are now, the changes, the heads of the feed, and what was not since it is erased.
     *
     * @param rederived how many rows that were there say something else now
     */
    record Filed(
            Map<UUID, RecordRow> records,
            List<Change> changes,
            Map<Integer, Long> heads,
            Set<UUID> erased,
            int rederived) {}

    /** Evidence that changes no decision. */
    Filed addEvidence(Transaction tx, Intake intake) {
        requireUnmoved(intake, records.lockToAddEvidence(tx, intake.survey().widened()));
        Uni<RowSet<Row>> widened = evidence.widen(tx, intake.survey().news());
        Map<UUID, RecordRow> asked = byId(records.read(tx, intake.asked()));
        Transaction.await(widened);
        return new Filed(asked, List.of(), feed.heads(tx), intake.survey().erased(), 0);
    }

    /** Evidence that may change some, and all that hangs together with it. */
    Filed decide(Transaction tx, Intake intake, long epoch) {
        identifiers.insert(tx, intake.freshIdentifiers().values());
        Locked locked = lock(tx, intake);
        Map<UUID, Member> members = members(tx, intake, locked);
        List<Judgement> judgements = Member.components(members.values(), locked.linking.keySet()).stream()
                .map(component -> Judgement.of(
                        rules.of(component.get(0).row().workspace()).current(), component, locked.linking, locked.idle))
                .toList();
        Set<UUID> named = new HashSet<>();
        judgements.forEach(judgement -> {
            named.addAll(judgement.named());
            named.addAll(judgement.idsThatMove());
            if (intake.cause() == Cause.REBUILD) {
                named.addAll(judgement.mintedIds());
            }
        });
        Settlement settlement =
                new Settlement(intake.cause(), 0, epoch, intake.erasures().version(), profiles.lock(tx, named));
        judgements.forEach(settlement::add);
        settlement.follow(records.read(tx, settlement.recordsToFollow()));
        List<Change> changes = settlement.changes();
        write(tx, intake, settlement);
        feed.append(tx, changes.stream().map(Filing::item).toList());
        tx.afterCommit(() -> metrics.committed(changes));
        return new Filed(
                asked(tx, intake, settlement),
                changes,
                feed.heads(tx),
                intake.survey().erased(),
                settlement.updatedRecords().size()
                        + settlement.updatedIdentifiers().size()
                        + settlement.updatedProfiles().size());
    }

    private record Locked(Map<UUID, IdentifierRow> linking, Map<UUID, IdentifierRow> idle, List<RecordRow> component) {}

    /** Locks the component. When it has grown since the survey, all begins anew, so that locks are always taken in order. */
    private Locked lock(Transaction tx, Intake intake) {
        Map<UUID, IdentifierRow> linking = new HashMap<>();
        Map<UUID, IdentifierRow> idle = new HashMap<>();
        Set<UUID> all = new HashSet<>(intake.reached().linking());
        all.addAll(intake.idle());
        identifiers
                .lock(tx, all)
                .forEach(row ->
                        (intake.idle().contains(row.identifierId()) ? idle : linking).put(row.identifierId(), row));
        idle.values().removeIf(row -> !row.leadsToAnybody());
        Set<UUID> named = new HashSet<>(intake.decide());
        named.addAll(intake.survey().widened());
        List<RecordRow> component = new ArrayList<>();
        List<RecordRow> beside = new ArrayList<>();
        for (RecordRow row : records.lockLinkedAndNamed(tx, linking.keySet(), named)) {
            boolean linked = row.identifierIds().stream().anyMatch(linking::containsKey);
            (linked || intake.decide().contains(row.recordId()) ? component : beside).add(row);
        }
        requireUnmoved(intake, beside);
        Set<UUID> grown = reach.grown(tx, component, intake.reached());
        if (!grown.isEmpty()) {
            throw new Overtaken("the component has grown by " + grown.size() + " identifiers");
        }
        return new Locked(linking, idle, component);
    }

    private static void requireUnmoved(Intake intake, Collection<RecordRow> beside) {
        if (!intake.survey().movedAmong(beside).isEmpty()) {
            throw new Overtaken("evidence that changed no decision does so now");
        }
    }

    private Map<UUID, Member> members(Transaction tx, Intake intake, Locked locked) {
        Map<UUID, TimeSpan> news = intake.survey().believedNews();
        List<UUID> stored = locked.component.stream().map(RecordRow::recordId).toList();
        Map<UUID, TimeSpan> believed = evidence.believed(tx, stored);
        news.forEach((record, span) -> believed.merge(record, span, TimeSpan::and));
        Map<UUID, Member> members = new HashMap<>();
        locked.component.forEach(
                row -> members.put(row.recordId(), new Member(row, believed.get(row.recordId()), false)));
        List<SeenRecord> fresh = intake.survey().fresh().stream()
                .filter(seen -> !members.containsKey(seen.recordId))
                .toList();
        minting.mint(fresh, intake.identifierIds())
                .forEach(row -> members.put(row.recordId(), new Member(row, believed.get(row.recordId()), true)));
        return members;
    }

    private void write(Transaction tx, Intake intake, Settlement settlement) {
        List<RecordRow> fresh = settlement.newRecords();
        Set<UUID> inserted = new HashSet<>();
        if (!fresh.isEmpty()) {
            Transaction.await(records.insert(tx, fresh)).forEach(row -> inserted.add(row.getUUID(0)));
        }
        List<Uni<RowSet<Row>>> writes = new ArrayList<>();
        if (!settlement.updatedRecords().isEmpty()) {
            writes.add(records.update(tx, settlement.updatedRecords()));
        }
        if (!settlement.updatedIdentifiers().isEmpty()) {
            writes.add(identifiers.update(tx, settlement.updatedIdentifiers()));
        }
        if (!inserted.isEmpty()) {
            writes.add(identifiers.insertLinks(tx, links(fresh)));
            writes.add(profiles.insert(tx, settlement.minted(inserted)));
        }
        if (!settlement.updatedProfiles().isEmpty()) {
            writes.add(profiles.update(tx, settlement.updatedProfiles()));
        }
        if (!intake.survey().news().isEmpty()) {
            writes.add(evidence.widen(tx, intake.survey().news()));
        }
        writes.forEach(Transaction::await);
    }

    private static List<IdentifierStore.Link> links(List<RecordRow> fresh) {
        List<IdentifierStore.Link> links = new ArrayList<>();
        fresh.forEach(record -> record.identifierIds()
                .forEach(identifier -> links.add(new IdentifierStore.Link(identifier, record.recordId()))));
        return links;
    }

    /** The item stands in the partition of its smallest profile: what one change touches can lie anywhere. */
    static NewItem item(Change change) {
        UUID subject = change.profiles().get(0).profileId();
        return new NewItem(Bucket.of(subject), change.workspace(), subject, ChangeCodec.bytes(change));
    }

    private Map<UUID, RecordRow> asked(Transaction tx, Intake intake, Settlement settlement) {
        Map<UUID, RecordRow> asked = new HashMap<>(settlement.records());
        Set<UUID> others = new HashSet<>(intake.asked());
        others.removeAll(asked.keySet());
        asked.putAll(byId(records.read(tx, others)));
        return asked;
    }

    static Map<UUID, RecordRow> byId(Collection<RecordRow> rows) {
        Map<UUID, RecordRow> byId = new HashMap<>();
        rows.forEach(row -> byId.put(row.recordId(), row));
        return byId;
    }
}
