package io.onefold.ingestion.filing;

import static io.onefold.kit.sql.Transaction.await;

import io.onefold.domain.Bucket;
import io.onefold.ingestion.IngestionConfig;
import io.onefold.ingestion.clock.ClockStore;
import io.onefold.ingestion.clock.ReceiveClock;
import io.onefold.ingestion.ledger.LedgerMetrics;
import io.onefold.ingestion.ledger.LedgerStore;
import io.onefold.ingestion.quarantine.QuarantineLog;
import io.onefold.ingestion.quarantine.QuarantineStore;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.FeedEpoch;
import io.onefold.kit.feed.FeedLog;
import io.onefold.kit.feed.NewItem;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Files the events of several requests in one transaction: the door of those who were erased, claims, then the heads of the partitions that get something, then everything
 * that needs the heads, pipelined, so that they are held for as short as can be.
 */
@ApplicationScoped
class FilingTransaction {
    private static final String FEED = "events";

    private final Database database;
    private final FeedLog log;
    private final FeedEpoch epoch;
    private final IntakeGate gate;
    private final Doorkeeper door;
    private final ClaimStore claimStore;
    private final ClockStore clocks;
    private final QuarantineStore quarantine;
    private final LedgerStore ledger;
    private final LedgerMetrics metrics;
    private final Duration tolerance;

    FilingTransaction(
            Database database,
            FeedLog log,
            FeedEpoch epoch,
            IntakeGate gate,
            Doorkeeper door,
            ClaimStore claimStore,
            ClockStore clocks,
            QuarantineStore quarantine,
            LedgerStore ledger,
            LedgerMetrics metrics,
            IngestionConfig config) {
        this.database = database;
        this.log = log;
        this.epoch = epoch;
        this.gate = gate;
        this.door = door;
        this.claimStore = claimStore;
        this.clocks = clocks;
        this.quarantine = quarantine;
        this.ledger = ledger;
        this.metrics = metrics;
        this.tolerance = config.futureTolerance();
    }

    /** Files all events of all submissions, or nothing; gives an answer for each submission. */
    List<Filed> file(List<Submission> submissions) {
        long present = epoch.present();
        gate.requireClaims(present);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return database.transaction(tx -> {
            List<Submission> admitted = door.admit(tx, submissions, now);
            Docket docket = Docket.of(admitted, claims(tx, admitted), log.partitions());
            Map<Integer, Long> heads = write(tx, docket);
            tx.afterCommit(() -> committed(docket));
            return docket.answers().stream()
                    .map(answer -> new Filed(answer.verdicts(), token(present, answer.partitions(), heads)))
                    .toList();
        });
    }

    private void committed(Docket docket) {
        metrics.committed(docket.counts());
        QuarantineLog.tell(docket.keptAside());
    }

    private Claims claims(Transaction tx, List<Submission> submissions) {
        Claims claims = Claims.of(submissions);
        claims.won(claimStore.claim(tx, claims.wanted()));
        claims.heldBefore(claimStore.read(tx, claims.lost()));
        return claims;
    }

    /** Gives the heads of the partitions that the answers name. */
    private Map<Integer, Long> write(Transaction tx, Docket docket) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        // Before the locks: the claims that were lost are committed, and so is what they stand for.
        Map<Integer, Long> heads = docket.hasFiledDuplicates() ? log.heads(tx) : new HashMap<>();
        Map<Integer, Long> last = new HashMap<>(log.reserve(tx, docket.itemsByPartition()));
        short ledgerBucket = last.keySet().stream()
                .min(Integer::compare)
                .map(log.partitions()::firstBucket)
                .orElse((short) 0);
        // Awaited in this order, so that the first failure is the cause and not what PostgreSQL says about all that
        // follows.
        List<Uni<RowSet<Row>>> sent = new ArrayList<>();
        if (!last.isEmpty()) {
            ReceiveClock clock = clocks.read(tx, now, workspaces(docket), last.keySet());
            sent.add(log.appendReserved(tx, items(docket, clock), last));
            sent.add(clocks.keep(tx, clock));
        }
        if (!docket.keptAside().isEmpty()) {
            sent.add(quarantine.put(tx, docket.keptAside(), now.atOffset(ZoneOffset.UTC)));
        }
        sent.add(ledger.add(tx, ledgerBucket, docket.counts()));
        sent.forEach(statement -> await(statement));
        heads.putAll(last);
        return heads;
    }

    private List<NewItem> items(Docket docket, ReceiveClock clock) {
        List<NewItem> items = new ArrayList<>(docket.filings().size());
        for (Docket.Filing filing : docket.filings()) {
            String workspace = filing.source().workspace();
            var times = filing.event().times();
            Instant receiveTime = clock.next(workspace, filing.partition(), times::replayTime);
            Instant eventTime = times.eventTime(receiveTime, tolerance);
            byte[] payload = EventCodec.withTimes(filing.payload(), eventTime, receiveTime);
            items.add(new NewItem(
                    Bucket.of(filing.event().recordId()),
                    workspace,
                    filing.event().recordId(),
                    payload));
        }
        return items;
    }

    private static Set<String> workspaces(Docket docket) {
        return docket.filings().stream()
                .map(filing -> filing.source().workspace())
                .collect(Collectors.toSet());
    }

    private static String token(long epoch, Set<Integer> partitions, Map<Integer, Long> heads) {
        Map<Integer, Long> named = new HashMap<>();
        partitions.forEach(partition -> named.put(partition, heads.getOrDefault(partition, 0L)));
        return ConsistencyToken.of(FEED, epoch, named).encode();
    }
}
