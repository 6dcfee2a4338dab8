package io.onefold.ingestion.filing;

import io.onefold.domain.IdentifierIds;
import io.onefold.ingestion.IngestionConfig;
import io.onefold.ingestion.door.Door;
import io.onefold.ingestion.door.Mentions;
import io.onefold.ingestion.door.TombstoneStore;
import io.onefold.ingestion.event.NormalEvent;
import io.onefold.ingestion.event.Outcome;
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
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Asks at the door of those who were erased for all events of a commit, before any of them is claimed. */
@ApplicationScoped
class Doorkeeper {
    private final TombstoneStore tombstones;
    private final Mentions mentions;
    private final Duration tolerance;

    Doorkeeper(
            TombstoneStore tombstones,
            IngestionConfig config,
            @ConfigProperty(name = "onefold.identifier-secret") String secret) {
        this.tombstones = tombstones;
        this.mentions = new Mentions(new IdentifierIds(secret));
        this.tolerance = config.futureTolerance();
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
            return switch (ask(submission, event, door, now)) {
                case ENTER -> item;
                case ENTER_MARKED -> new Submission.Item(normal, EventCodec.afterErasure(item.payload()));
                case REFUSED -> erased(event.eventId());
            };
        }
        if (item.outcome() instanceof Outcome.Quarantined kept
                && !door.admits(Objects.requireNonNullElse(mentioned.get(item), Set.of()))) {
            return erased(kept.eventId());
        }
        return item;
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

    /** Whom the events may name that could not be read; looked at only where somebody was erased. */
    private Map<Submission.Item, Set<UUID>> mentioned(Transaction tx, List<Submission> submissions) {
        Set<String> workspaces = submissions.stream()
                .filter(submission ->
                        submission.items().stream().anyMatch(item -> item.outcome() instanceof Outcome.Quarantined))
                .map(submission -> submission.source().workspace())
                .collect(Collectors.toSet());
        Set<String> namespaces = workspaces.isEmpty() ? Set.of() : tombstones.namespaces(tx, workspaces);
        Map<Submission.Item, Set<UUID>> mentioned = new HashMap<>();
        if (namespaces.isEmpty()) {
            return mentioned;
        }
        for (Submission submission : submissions) {
            for (Submission.Item item : submission.items()) {
                if (item.outcome() instanceof Outcome.Quarantined kept) {
                    mentioned.put(
                            item, mentions.in(kept.raw(), submission.source().workspace(), namespaces));
                }
            }
        }
        return mentioned;
    }
}
