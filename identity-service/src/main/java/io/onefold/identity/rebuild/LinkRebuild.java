package io.onefold.identity.rebuild;

import io.onefold.identity.rebuild.LinkStore.Carrier;
import io.onefold.identity.rebuild.LinkStore.Link;
import io.onefold.identity.resolve.Gate;
import io.onefold.kit.rebuild.RebuildProgress;
import io.onefold.kit.rebuild.Stretch;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Derives the way from identifiers to records anew from the records. Told to nobody: by itself it says nothing of any person. */
@ApplicationScoped
class LinkRebuild {
    static final String LINKS = "identifier_record";
    private static final int RECORDS = 200;
    private static final int PIECE = 1000;
    private static final UUID BEGINNING = new UUID(0, 0);

    private final Database database;
    private final LinkStore store;
    private final Gate gate;

    LinkRebuild(Database database, LinkStore store, Gate gate) {
        this.database = database;
        this.store = store;
        this.gate = gate;
    }

    void rebuild(String workspace, RebuildProgress progress) throws InterruptedException {
        restore(workspace, progress);
        remove(workspace, progress);
    }

    private void restore(String workspace, RebuildProgress progress) throws InterruptedException {
        Stretch at = Stretch.FIRST;
        while (at.exists()) {
            Stretch from = at;
            List<Carrier> chunk = database.snapshot(tx -> store.records(tx, workspace, from, RECORDS));
            List<Link> links = chunk.stream()
                    .flatMap(record -> record.identifierIds().stream().map(id -> Link.of(id, record.recordId())))
                    .toList();
            List<Link> missing = links.isEmpty() ? links : database.snapshot(tx -> missing(tx, links));
            progress.looked(LINKS, links.size(), missing.isEmpty() ? 0 : put(workspace, missing));
            at = chunk.size() == RECORDS ? at.after(chunk.get(RECORDS - 1).recordId()) : at.next();
        }
    }

    private List<Link> missing(Transaction tx, List<Link> links) {
        Set<Link> there = new HashSet<>(store.among(tx, links));
        return links.stream().filter(link -> !there.contains(link)).toList();
    }

    private int put(String workspace, List<Link> candidates) {
        return database.transaction(tx -> {
            gate.together(tx, Set.of(workspace));
            store.lock(tx, candidates);
            Map<UUID, Set<UUID>> carried = store.identifiersOf(
                    tx, candidates.stream().map(Link::recordId).distinct().toList());
            List<Link> missing = missing(tx, candidates).stream()
                    .filter(link -> isCarried(link, carried))
                    .toList();
            if (!missing.isEmpty()) {
                store.put(tx, missing);
            }
            return missing.size();
        });
    }

    private void remove(String workspace, RebuildProgress progress) throws InterruptedException {
        Stretch at = Stretch.FIRST;
        UUID record = BEGINNING;
        while (at.exists()) {
            Stretch from = at;
            UUID after = record;
            List<Link> links = database.snapshot(tx -> store.links(tx, workspace, from, after, PIECE));
            List<Link> wrong = links.isEmpty() ? links : database.snapshot(tx -> wrong(tx, links));
            // They were counted when the records were gone through; what belongs to none of them is more.
            progress.looked(LINKS, wrong.size(), wrong.isEmpty() ? 0 : delete(workspace, wrong));
            boolean isFull = links.size() == PIECE;
            at = isFull ? at.after(links.get(PIECE - 1).identifierId()) : at.next();
            record = isFull ? links.get(PIECE - 1).recordId() : BEGINNING;
        }
    }

    private List<Link> wrong(Transaction tx, List<Link> links) {
        Map<UUID, Set<UUID>> carried = store.identifiersOf(
                tx, links.stream().map(Link::recordId).distinct().toList());
        return links.stream().filter(link -> !isCarried(link, carried)).toList();
    }

    private static boolean isCarried(Link link, Map<UUID, Set<UUID>> carried) {
        return carried.getOrDefault(link.recordId(), Set.of()).contains(link.identifierId());
    }

    private int delete(String workspace, List<Link> candidates) {
        return database.transaction(tx -> {
            gate.together(tx, Set.of(workspace));
            store.lock(tx, candidates);
            List<Link> wrong = wrong(tx, store.among(tx, candidates));
            if (!wrong.isEmpty()) {
                store.delete(tx, wrong);
            }
            return wrong.size();
        });
    }
}
