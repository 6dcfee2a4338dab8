package io.onefold.identity.resolve;

import io.onefold.identity.change.Cause;
import io.onefold.kit.error.Failures;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.FeedEpoch;
import io.onefold.kit.feed.FeedLog;
import io.onefold.kit.feed.Wakeups;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Files evidence and says who holds each record. Surveys without locks, in one snapshot, what a batch says that is new and what can be
 * reached from it; most batches say nothing new and end there. Only then {@link Filing} takes locks, and begins anew when it was overtaken.
 */
@ApplicationScoped
public class Resolver {
    /** The name of the feed in consistency tokens. */
    public static final String FEED = "identities";

    private static final Logger LOG = Logger.getLogger(Resolver.class);
    private static final int ROUNDS_IN_ORDER = 4;
    private static final int MAX_ROUNDS = 20;
    private static final Duration RETRY_DELAY = Duration.ofMillis(500);

    private final Database database;
    private final RecordStore records;
    private final EvidenceStore evidence;
    private final EvidenceCache cache;
    private final Reach reach;
    private final Minting minting;
    private final Filing filing;
    private final FeedLog feed;
    private final FeedEpoch epoch;
    private final Wakeups wakeups;

    Resolver(
            Database database,
            RecordStore records,
            EvidenceStore evidence,
            EvidenceCache cache,
            Reach reach,
            Minting minting,
            Filing filing,
            FeedLog feed,
            FeedEpoch epoch,
            Wakeups wakeups) {
        this.database = database;
        this.records = records;
        this.evidence = evidence;
        this.cache = cache;
        this.reach = reach;
        this.minting = minting;
        this.filing = filing;
        this.feed = feed;
        this.epoch = epoch;
        this.wakeups = wakeups;
    }

    /** Files the evidence of a batch. The same evidence again changes nothing. */
    public Answer resolve(SightingBatch batch) {
        List<UUID> asked =
                batch.records().stream().map(record -> record.recordId).toList();
        return untilNotOvertaken(asked, tx -> survey(tx, batch, asked));
    }

    /** Decides anew on stored records, since the rules changed. */
    public Answer decideAgain(Collection<UUID> stored) {
        return untilNotOvertaken(stored, tx -> {
            Map<UUID, RecordRow> rows = Filing.byId(records.read(tx, stored));
            Survey nothing = new Survey(rows, List.of(), Map.of(), Set.of());
            return intake(tx, Cause.RULES, nothing, rows.keySet(), stored);
        });
    }

    private interface Surveyor {
        Intake survey(Transaction tx);
    }

    /** What was surveyed, and what is answered when it holds nothing to write. */
    private record Surveyed(Intake intake, Map<Integer, Long> heads) {}

    private Answer untilNotOvertaken(Collection<UUID> asked, Surveyor surveyor) {
        long present = epoch.present();
        for (int round = 1; round <= MAX_ROUNDS; round++) {
            Surveyed surveyed = database.snapshot(tx -> {
                Intake intake = surveyor.survey(tx);
                return new Surveyed(intake, hasNothingToWrite(intake) ? feed.heads(tx) : Map.of());
            });
            Intake intake = surveyed.intake;
            if (hasNothingToWrite(intake)) {
                return answer(asked, new Filing.Filed(intake.survey().stored(), List.of(), surveyed.heads), present);
            }
            boolean growHere = round > ROUNDS_IN_ORDER;
            try {
                Filing.Filed filed = database.transaction(tx -> intake.decidesNothing()
                        ? filing.addEvidence(tx, intake)
                        : filing.decide(tx, intake, present, growHere));
                intake.survey().news().forEach(cache::stored);
                if (!filed.changes().isEmpty()) {
                    wakeups.signal();
                }
                return answer(asked, filed, present);
            } catch (Overtaken overtaken) {
                LOG.debugf("%s; round %d", overtaken.getMessage(), round);
            }
        }
        throw Failures.unavailable("others keep changing the same people", RETRY_DELAY);
    }

    private static boolean hasNothingToWrite(Intake intake) {
        return intake.survey().isOldNews() && intake.decidesNothing();
    }

    private Intake survey(Transaction tx, SightingBatch batch, List<UUID> asked) {
        List<EvidenceKey> uncertain = new ArrayList<>();
        for (SeenRecord record : batch.records()) {
            record.spans.forEach((key, span) -> {
                if (!cache.covers(key, span)) {
                    uncertain.add(key);
                }
            });
        }
        Map<UUID, RecordRow> stored = Filing.byId(records.read(tx, asked));
        Map<EvidenceKey, TimeSpan> storedSpans = evidence.read(tx, uncertain);
        Survey survey = Survey.of(batch, stored, storedSpans, cache);
        storedSpans.forEach(cache::stored);
        return intake(tx, Cause.EVIDENCE, survey, survey.moved(), asked);
    }

    private Intake intake(Transaction tx, Cause cause, Survey survey, Set<UUID> decide, Collection<UUID> asked) {
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
        return new Intake(cause, survey, decide, fresh, byRecord, reached, asked);
    }

    private static Answer answer(Collection<UUID> asked, Filing.Filed filed, long epoch) {
        List<Answer.Owner> owners = new ArrayList<>(asked.size());
        for (UUID id : asked) {
            RecordRow row = filed.records().get(id);
            if (row != null) {
                owners.add(new Answer.Owner(id, row.profileId(), row.version()));
            }
        }
        return new Answer(owners, filed.changes(), ConsistencyToken.of(FEED, epoch, filed.heads()));
    }
}
