package io.onefold.identity.resolve;

import static io.onefold.kit.sql.Transaction.await;

import io.onefold.identity.change.Cause;
import io.onefold.identity.change.ChangeMetrics;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.FeedEpoch;
import io.onefold.kit.feed.FeedLog;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Files evidence and says who holds each record. Surveys without locks, in one snapshot, what a batch says that is new and what can be
 * reached from it; most batches say nothing new and end there. Only then {@link Filing} takes locks, and begins anew when it was overtaken:
 * several times beside the others, then alone.
 */
@ApplicationScoped
public class Resolver {
    /** The name of the feed in consistency tokens. */
    public static final String FEED = "identities";

    private static final Logger LOG = Logger.getLogger(Resolver.class);
    private static final int ROUNDS_TOGETHER = 3;

    private final Database database;
    private final RecordStore records;
    private final EvidenceStore evidence;
    private final EvidenceCache cache;
    private final TombstoneStore tombstones;
    private final Reach reach;
    private final Recheck recheck;
    private final Minting minting;
    private final Gate gate;
    private final Filing filing;
    private final FeedLog feed;
    private final FeedEpoch epoch;
    private final ChangeMetrics metrics;

    Resolver(
            Database database,
            RecordStore records,
            EvidenceStore evidence,
            EvidenceCache cache,
            TombstoneStore tombstones,
            Reach reach,
            Recheck recheck,
            Minting minting,
            Gate gate,
            Filing filing,
            FeedLog feed,
            FeedEpoch epoch,
            ChangeMetrics metrics) {
        this.database = database;
        this.records = records;
        this.evidence = evidence;
        this.cache = cache;
        this.tombstones = tombstones;
        this.reach = reach;
        this.recheck = recheck;
        this.minting = minting;
        this.gate = gate;
        this.filing = filing;
        this.feed = feed;
        this.epoch = epoch;
        this.metrics = metrics;
    }

    /** Files the evidence of a batch. The same evidence again changes nothing. */
    public Answer resolve(SightingBatch batch) {
        List<UUID> asked =
                batch.records().stream().map(record -> record.recordId).toList();
        Set<String> workspaces =
                batch.records().stream().map(record -> record.workspace).collect(Collectors.toSet());
        Answer answer = resolve(asked, workspaces, tx -> survey(tx, batch, asked));
        metrics.resolved(asked.size());
        return answer;
    }

    /** Decides anew on stored records, since the rules of their workspaces changed. */
    public Answer decideAgain(Collection<UUID> stored, Set<String> workspaces) {
        return resolve(stored, workspaces, tx -> again(tx, stored, Cause.RULES));
    }

    /**
     * Decides anew, whatever stands of them, on the components that are headed by some stored records of a workspace. First without locks;
     * then under those of whatever differs, and nobody waits for what is right.
     *
     * @param mintedBefore no later than when the walk through all records began
     * @return how many rows said something else before
     */
    public int deriveAnew(Collection<UUID> stored, String workspace, Instant mintedBefore) {
        Set<UUID> wrong = database.snapshot(tx -> recheck.wrong(tx, stored, mintedBefore));
        return wrong.isEmpty()
                ? 0
                : filed(Set.of(workspace), tx -> anew(tx, wrong), epoch.present())
                        .rederived();
    }

    private Intake anew(Transaction tx, Collection<UUID> heads) {
        Intake intake = again(tx, heads, Cause.REBUILD);
        return intake.letting(recheck.spoilt(tx, intake.reached().others()).stream()
                .map(IdentifierRow::identifierId)
                .collect(Collectors.toSet()));
    }

    private Intake again(Transaction tx, Collection<UUID> stored, Cause cause) {
        Map<UUID, RecordRow> rows = Filing.byId(records.read(tx, stored));
        Survey nothing = new Survey(rows, List.of(), Map.of(), Set.of(), Set.of());
        return intake(tx, await(tombstones.erasures(tx)), cause, nothing, rows.keySet(), stored);
    }

    private interface Surveyor {
        Intake survey(Transaction tx);
    }

    private Answer resolve(Collection<UUID> asked, Set<String> workspaces, Surveyor surveyor) {
        long present = epoch.present();
        return answer(asked, filed(workspaces, surveyor, present), present);
    }

    private Filing.Filed filed(Set<String> workspaces, Surveyor surveyor, long present) {
        for (int round = 1; round <= ROUNDS_TOGETHER; round++) {
            try {
                return together(workspaces, surveyor, present);
            } catch (Overtaken overtaken) {
                LOG.debugf("%s; round %d", overtaken.getMessage(), round);
            }
        }
        return alone(workspaces, surveyor, present);
    }

    private Filing.Filed together(Set<String> workspaces, Surveyor surveyor, long present) {
        Surveyed surveyed = database.snapshot(tx -> {
            Intake intake = surveyor.survey(tx);
            return new Surveyed(intake, hasNothingToWrite(intake) ? nothingFiled(tx, intake) : null);
        });
        if (surveyed.answer != null) {
            return surveyed.answer;
        }
        Filing.Filed filed = database.transaction(tx -> {
            gate.together(tx, workspaces);
            Uni<Erasures> erasures = tombstones.erasures(tx);
            Filing.Filed done = file(tx, surveyed.intake, present);
            // Whoever erases does so alone: what was erased before the gate is counted behind it.
            if (!await(erasures).equals(surveyed.intake.erasures())) {
                throw new Overtaken("somebody was erased");
            }
            return done;
        });
        return announced(surveyed.intake, filed);
    }

    private Filing.Filed alone(Set<String> workspaces, Surveyor surveyor, long present) {
        Surveyed done = database.transaction(tx -> {
            gate.alone(tx, workspaces);
            Intake intake = surveyor.survey(tx);
            return new Surveyed(
                    intake, hasNothingToWrite(intake) ? nothingFiled(tx, intake) : file(tx, intake, present));
        });
        return announced(done.intake, Objects.requireNonNull(done.answer));
    }

    /** What was surveyed, and what came of it already. */
    private record Surveyed(Intake intake, Filing.@Nullable Filed answer) {}

    private Filing.Filed file(Transaction tx, Intake intake, long present) {
        return intake.decidesNothing() ? filing.addEvidence(tx, intake) : filing.decide(tx, intake, present);
    }

    private Filing.Filed nothingFiled(Transaction tx, Intake intake) {
        return new Filing.Filed(
                intake.survey().stored(),
                List.of(),
                feed.heads(tx),
                intake.survey().erased(),
                0);
    }

    private Filing.Filed announced(Intake intake, Filing.Filed filed) {
        cache.asOf(intake.erasures().count()).stored(intake.survey().news());
        return filed;
    }

    private static boolean hasNothingToWrite(Intake intake) {
        return intake.survey().isOldNews() && intake.decidesNothing();
    }

    private Intake survey(Transaction tx, SightingBatch batch, List<UUID> asked) {
        Uni<Erasures> counted = tombstones.erasures(tx);
        Map<UUID, RecordRow> stored = Filing.byId(records.read(tx, asked));
        Erasures erasures = await(counted);
        EvidenceCache.Spans known = cache.asOf(erasures.count());
        List<EvidenceKey> uncertain = new ArrayList<>();
        for (SeenRecord record : batch.records()) {
            record.spans.forEach((key, span) -> {
                if (!known.covers(key, span)) {
                    uncertain.add(key);
                }
            });
        }
        Map<EvidenceKey, TimeSpan> storedSpans = evidence.read(tx, uncertain);
        Survey survey = Survey.of(batch, stored, storedSpans, known, erased(tx, erasures.count(), batch, stored));
        known.stored(storedSpans);
        return intake(tx, erasures, Cause.EVIDENCE, survey, survey.moved(), asked);
    }

    /**
     * Only a record that is not there can be an erased one, or have an erased identifier: by an erasure after the one that it was let in
     * after.
     */
    private Set<UUID> erased(Transaction tx, long erasures, SightingBatch batch, Map<UUID, RecordRow> stored) {
        Set<UUID> erased = new HashSet<>();
        if (erasures == 0) {
            return erased;
        }
        Map<SeenRecord, Set<UUID>> named = new HashMap<>();
        for (SeenRecord record : batch.records()) {
            if (!stored.containsKey(record.recordId)) {
                Set<UUID> ids = new HashSet<>(minting.identifiers(record).keySet());
                ids.add(record.recordId);
                named.put(record, ids);
            }
        }
        Map<UUID, Long> buried = tombstones.among(
                tx, named.values().stream().flatMap(Set::stream).collect(Collectors.toSet()));
        named.forEach((record, ids) -> {
            if (ids.stream().anyMatch(id -> buried.getOrDefault(id, 0L) > record.afterErasure)) {
                erased.add(record.recordId);
            }
        });
        return erased;
    }

    private Intake intake(
            Transaction tx, Erasures erasures, Cause cause, Survey survey, Set<UUID> decide, Collection<UUID> asked) {
        Map<UUID, IdentifierRow> fresh = new HashMap<>();
        Map<UUID, List<UUID>> byRecord = new HashMap<>();
        for (SeenRecord record : survey.fresh()) {
            Map<UUID, IdentifierRow> rows = minting.identifiers(record);
            fresh.putAll(rows);
            byRecord.put(record.recordId, List.copyOf(rows.keySet()));
        }
        Set<UUID> ofStored = new HashSet<>();
        decide.forEach(id ->
                Optional.ofNullable(survey.stored().get(id)).ifPresent(row -> ofStored.addAll(row.identifierIds())));
        Reach.Reached reached = reach.from(tx, fresh.values(), ofStored);
        return new Intake(erasures, cause, survey, decide, fresh, byRecord, reached, Set.of(), asked);
    }

    private static Answer answer(Collection<UUID> asked, Filing.Filed filed, long epoch) {
        List<Answer.Owner> owners = new ArrayList<>(asked.size());
        for (UUID id : asked) {
            RecordRow row = filed.records().get(id);
            if (row != null) {
                owners.add(new Answer.Owner(id, row.profileId(), row.version(), false));
            } else if (filed.erased().contains(id)) {
                owners.add(new Answer.Owner(id, null, 0, true));
            }
        }
        return new Answer(owners, filed.changes(), ConsistencyToken.of(FEED, epoch, filed.heads()));
    }
}
