package io.onefold.identity.resolve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a batch says against what is stored.
 *
 * @param stored the records of the batch that are there
 * @param fresh those that are not
 * @param news the evidence that is not stored, or that widens what is
 * @param moved stored records whose news may change a decision
 * @param erased records that are an erased person's: nothing of them is filed
 */
record Survey(
        Map<UUID, RecordRow> stored,
        List<SeenRecord> fresh,
        Map<EvidenceKey, TimeSpan> news,
        Set<UUID> moved,
        Set<UUID> erased) {

    static Survey of(
            SightingBatch batch,
            Map<UUID, RecordRow> stored,
            Map<EvidenceKey, TimeSpan> storedSpans,
            EvidenceCache.Spans cache,
            Set<UUID> erased) {
        List<SeenRecord> fresh = new ArrayList<>();
        Map<EvidenceKey, TimeSpan> news = new HashMap<>();
        for (SeenRecord seen : batch.records()) {
            if (erased.contains(seen.recordId)) {
                continue;
            }
            boolean isNew = !stored.containsKey(seen.recordId);
            if (isNew) {
                fresh.add(seen);
            }
            seen.spans.forEach((key, span) -> {
                TimeSpan known = storedSpans.get(key);
                boolean covered = cache.covers(key, span) || (known != null && known.covers(span));
                if (isNew || !covered) {
                    news.put(key, span);
                }
            });
        }
        Survey survey = new Survey(stored, fresh, news, new HashSet<>(), erased);
        survey.movedAmong(stored.values()).forEach(survey.moved::add);
        return survey;
    }

    boolean isOldNews() {
        return news.isEmpty();
    }

    /** Those of the records whose news may change a decision. */
    List<UUID> movedAmong(Iterable<RecordRow> records) {
        Map<UUID, TimeSpan> believed = believedNews();
        List<UUID> among = new ArrayList<>();
        for (RecordRow record : records) {
            if (Optional.ofNullable(believed.get(record.recordId()))
                    .filter(record::isMovedBy)
                    .isPresent()) {
                among.add(record.recordId());
            }
        }
        return among;
    }

    /** What the news says of each record, as far as sources that create say it. */
    Map<UUID, TimeSpan> believedNews() {
        Map<UUID, TimeSpan> believed = new HashMap<>();
        news.forEach((key, span) -> {
            if (!key.enriching()) {
                believed.merge(key.recordId(), span, TimeSpan::and);
            }
        });
        return believed;
    }

    /** The stored records that have news. */
    Set<UUID> widened() {
        Set<UUID> widened = new HashSet<>();
        news.keySet().forEach(key -> {
            if (stored.containsKey(key.recordId())) {
                widened.add(key.recordId());
            }
        });
        return widened;
    }
}
