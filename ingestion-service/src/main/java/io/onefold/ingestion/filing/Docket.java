package io.onefold.ingestion.filing;

import io.onefold.domain.Bucket;
import io.onefold.ingestion.event.NormalEvent;
import io.onefold.ingestion.event.Outcome;
import io.onefold.ingestion.ledger.LedgerKey;
import io.onefold.ingestion.ledger.LedgerKey.Counted;
import io.onefold.ingestion.quarantine.QuarantineStore;
import io.onefold.ingestion.source.Source;
import io.onefold.kit.feed.Partitions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** What one commit does, decided from its submissions and their claims: the verdicts, what is filed and kept aside, and the counts. */
final class Docket {
    /** An event to file, with its record's partition. */
    record Filing(Source source, NormalEvent event, byte[] payload, int partition) {}

    /** The verdicts of one submission, and the partitions that its token must name. */
    record Answer(List<Verdict> verdicts, Set<Integer> partitions) {}

    private final List<Answer> answers = new ArrayList<>();
    private final List<Filing> filings = new ArrayList<>();
    private final List<QuarantineStore.Entry> keptAside = new ArrayList<>();
    private final TreeMap<LedgerKey, Long> counts = new TreeMap<>();
    private final Claims claims;
    private final Partitions partitions;
    private boolean duplicates;

    private Docket(Claims claims, Partitions partitions) {
        this.claims = claims;
        this.partitions = partitions;
    }

    static Docket of(List<Submission> submissions, Claims claims, Partitions partitions) {
        Docket docket = new Docket(claims, partitions);
        submissions.forEach(docket::decide);
        return docket;
    }

    private void decide(Submission submission) {
        List<Verdict> verdicts = new ArrayList<>(submission.items().size());
        Set<Integer> touched = new HashSet<>();
        for (Submission.Item item : submission.items()) {
            Verdict verdict = decide(submission.source(), item, touched);
            verdicts.add(verdict);
            count(submission.source(), verdict);
        }
        answers.add(new Answer(verdicts, touched));
    }

    private Verdict decide(Source source, Submission.Item item, Set<Integer> touched) {
        Outcome outcome = item.outcome();
        if (outcome instanceof Outcome.Normal normal) {
            NormalEvent event = normal.event();
            if (!claims.takes(event.eventId())) {
                return duplicate(event.eventId(), event.contentHash(), touched);
            }
            int partition = partitions.of(Bucket.of(event.recordId()));
            touched.add(partition);
            filings.add(new Filing(source, event, item.payload(), partition));
            return Verdict.accepted(event.eventId());
        }
        if (outcome instanceof Outcome.Quarantined kept) {
            if (!claims.takes(kept.eventId())) {
                return duplicate(kept.eventId(), kept.contentHash(), touched);
            }
            keptAside.add(new QuarantineStore.Entry(
                    kept.eventId(),
                    source.workspace(),
                    source.id(),
                    kept.messageId(),
                    kept.reason().code(),
                    kept.detail(),
                    kept.raw(),
                    item.afterErasure()));
            return Verdict.quarantined(kept);
        }
        if (outcome instanceof Outcome.Erased erased) {
            // Whatever became of it before: what was filed of it is about to be wiped, and then the answer is the same.
            claims.takes(erased.eventId());
            return Verdict.erased();
        }
        return Verdict.rejected((Outcome.Rejected) outcome);
    }

    private Verdict duplicate(UUID eventId, long contentHash, Set<Integer> touched) {
        Claim standing = claims.standing(eventId);
        if (standing.state() == Claim.State.ERASED) {
            return Verdict.erased();
        }
        if (standing.recordId() != null) {
            duplicates = true;
            touched.add((int) partitions.of(Bucket.of(standing.recordId())));
        }
        return Verdict.duplicate(eventId, standing.isConflict(contentHash));
    }

    private void count(Source source, Verdict verdict) {
        count(source, Counted.RECEIVED, "");
        count(source, verdict.outcome(), verdict.reason());
        if (verdict.conflict()) {
            count(source, Counted.CONFLICT, "");
        }
    }

    private void count(Source source, Counted outcome, String reason) {
        counts.merge(new LedgerKey(source.workspace(), source.id(), outcome, reason), 1L, Long::sum);
    }

    List<Answer> answers() {
        return answers;
    }

    /** In the order of the requests. */
    List<Filing> filings() {
        return filings;
    }

    Map<Integer, Integer> itemsByPartition() {
        Map<Integer, Integer> items = new HashMap<>();
        filings.forEach(filing -> items.merge(filing.partition(), 1, Integer::sum));
        return items;
    }

    List<QuarantineStore.Entry> keptAside() {
        return keptAside;
    }

    TreeMap<LedgerKey, Long> counts() {
        return counts;
    }

    /** Whether a duplicate's record may lie in a partition to which this commit adds nothing. */
    boolean hasFiledDuplicates() {
        return duplicates;
    }
}
