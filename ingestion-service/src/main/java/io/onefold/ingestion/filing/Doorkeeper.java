package io.onefold.ingestion.filing;

import io.onefold.domain.IdentifierIds;
import io.onefold.ingestion.IngestionConfig;
import io.onefold.ingestion.door.Door;
import io.onefold.ingestion.door.Mentions;
import io.onefold.ingestion.door.TombstoneStore;
import io.onefold.ingestion.event.NormalEvent;
import io.onefold.ingestion.event.Outcome;
import io.onefold.ingestion.source.Source;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Asks at the door of those who were erased for all events of a commit, before any of them is claimed. */
@ApplicationScoped
class Doorkeeper {
    private final Database database;
    private final TombstoneStore tombstones;
    private final Mentions mentions;
    private final Duration tolerance;

    Doorkeeper(
            Database database,
            TombstoneStore tombstones,
            IngestionConfig config,
            @ConfigProperty(name = "onefold.identifier-secret") String secret) {
        this.database = database;
        this.tombstones = tombstones;
        this.mentions = new Mentions(new IdentifierIds(secret));
        this.tolerance = config.futureTolerance();
    }

    /**
     * Whom the events seem to name that could not be read, as far as those were erased: looked up before the commit, for which others wait.
     */
    Mentioned mentioned(Source source, List<Submission.Item> items) {
        if (items.stream().noneMatch(item -> item.outcome() instanceof Outcome.Quarantined)) {
            return Mentioned.NOBODY;
        }
        Erased erased = database.snapshot(tx -> erased(tx, source));
        // Between two transactions: this may take a while, and connections are few.
        Map<Submission.Item, Set<UUID>> candidates = candidates(erased, source, items);
        return candidates.isEmpty()
                ? new Mentioned(erased.last, Map.of())
                : database.snapshot(tx -> mentioned(tx, erased, candidates));
    }

    /** What was erased in a workspace, up to the latest erasure of all. */
    private record Erased(long last, Set<String> namespaces) {}

    private Erased erased(Transaction tx, Source source) {
        long last = tombstones.lastErasure(tx);
        return new Erased(last, last == 0 ? Set.of() : tombstones.namespaces(tx, source.workspace()));
    }

    private Map<Submission.Item, Set<UUID>> candidates(Erased erased, Source source, List<Submission.Item> items) {
        Map<Submission.Item, Set<UUID>> candidates = new HashMap<>();
        for (Submission.Item item : erased.namespaces.isEmpty() ? List.<Submission.Item>of() : items) {
            if (item.outcome() instanceof Outcome.Quarantined kept) {
                candidates.put(item, mentions.in(kept.raw(), source.rules(), erased.namespaces));
            }
        }
        return candidates;
    }

    private Mentioned mentioned(Transaction tx, Erased erased, Map<Submission.Item, Set<UUID>> candidates) {
        Map<Submission.Item, Set<UUID>> found = new HashMap<>();
        candidates.forEach((item, ids) ->
                found.put(item, Set.copyOf(tombstones.read(tx, ids).keySet())));
        return new Mentioned(erased.last, found);
    }

    /** What was looked up before, unless somebody was erased since. */
    private Map<Submission.Item, Set<UUID>> mentioned(Transaction tx, List<Submission> submissions) {
        Map<Submission.Item, Set<UUID>> mentioned = new HashMap<>();
        if (submissions.stream().allMatch(submission -> submission.mentioned() == Mentioned.NOBODY)) {
            return mentioned;
        }
        long last = tombstones.lastErasure(tx);
        for (Submission submission : submissions) {
            Mentioned before = submission.mentioned();
            boolean isPresent = before == Mentioned.NOBODY || before.lastErasure() == last;
            mentioned.putAll((isPresent ? before : mentionedNow(tx, submission)).byItem());
        }
        return mentioned;
    }

    private Mentioned mentionedNow(Transaction tx, Submission submission) {
        Erased erased = erased(tx, submission.source());
        return mentioned(tx, erased, candidates(erased, submission.source(), submission.items()));
    }

    /** The submissions as they are to be filed: what is refused has become that, what must be marked is. */
    List<Submission> admit(Transaction tx, List<Submission> submissions, Instant now) {
        tombstones.lockShared(tx);
        Map<Submission.Item, Set<UUID>> mentioned = mentioned(tx, submissions);
        Set<UUID> ids = new HashSet<>();
        mentioned.values().forEach(ids::addAll);
        for (Submission submission : submissions) {
            for (Submission.Item item : submission.items()) {
                if (item.outcome() instanceof Outcome.Normal normal) {
                    ids.addAll(normal.event().identifierIds());
                    ids.add(normal.event().recordId());
                }
            }
        }
        var found = tombstones.read(tx, ids);
        if (found.isEmpty()) {
            return submissions;
        }
        Door door = new Door(found);
        List<Submission> admitted = submissions.stream()
                .map(submission -> new Submission(
                        submission.source(),
                        submission.items().stream()
                                .map(item -> admitted(submission, item, door, mentioned, now))
                                .toList()))
                .toList();
        tombstones.reopen(tx, door.reopened());
        return admitted;
    }

    private Submission.Item admitted(
            Submission submission,
            Submission.Item item,
            Door door,
            Map<Submission.Item, Set<UUID>> mentioned,
            Instant now) {
        if (item.outcome() instanceof Outcome.Normal normal) {
            NormalEvent event = normal.event();
            return ask(submission, event, door, now) instanceof Door.Answer.Enter enter
                    ? marked(item, enter.afterErasure())
                    : erased(event.eventId());
        }
        if (item.outcome() instanceof Outcome.Quarantined kept) {
            Set<UUID> seen = Objects.requireNonNullElse(mentioned.get(item), Set.of());
            return door.askToKeep(seen) instanceof Door.Answer.Enter enter
                    ? new Submission.Item(kept, item.payload(), enter.afterErasure())
                    : erased(kept.eventId());
        }
        return item;
    }

    private static Submission.Item marked(Submission.Item item, long afterErasure) {
        return afterErasure == 0
                ? item
                : new Submission.Item(item.outcome(), EventCodec.afterErasure(item.payload(), afterErasure));
    }

    /** A source that only enriches speaks for nobody. */
    private Door.Answer ask(Submission submission, NormalEvent event, Door door, Instant now) {
        Collection<UUID> ids = new ArrayList<>(event.identifierIds());
        ids.add(event.recordId());
        Instant latest = now.plus(tolerance);
        Instant stated = event.times().eventTime(event.times().replayTime(now), tolerance);
        boolean consents = !submission.source().rules().enriching()
                && event.consents().stream().anyMatch(NormalEvent.Consent::granted);
        return door.ask(ids, stated.isAfter(latest) ? latest : stated, consents);
    }

    private static Submission.Item erased(UUID eventId) {
        return new Submission.Item(new Outcome.Erased(eventId), new byte[0]);
    }
}
