package io.onefold.identity.rebuild;

import io.onefold.identity.rebuild.LinkStore.Carrier;
import io.onefold.identity.rebuild.LinkStore.Link;
import io.onefold.identity.resolve.Resolver;
import io.onefold.kit.rebuild.Projections;
import io.onefold.kit.rebuild.RebuildProgress;
import io.onefold.kit.rebuild.StateDigest;
import io.onefold.kit.rebuild.Stretch;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What this service derives: who is one person, out of records, evidence and rules. */
@ApplicationScoped
class IdentityProjections implements Projections {
    private static final String RECORDS = "record";
    private static final String IDENTIFIERS = "identifier";
    private static final String PROFILES = "profile";
    private static final int CHUNK = 200;
    private static final int PIECE = 1000;
    private static final int MOST_PASSES = 3;
    private static final UUID BEGINNING = new UUID(0, 0);
    /** Longer than a transaction, and than what the clocks of replicas differ by. */
    private static final Duration LATELY = Duration.ofMinutes(2);

    private final Database database;
    private final LinkStore links;
    private final StateWalkStore state;
    private final LinkRebuild linkRebuild;
    private final Resolver resolver;

    IdentityProjections(
            Database database, LinkStore links, StateWalkStore state, LinkRebuild linkRebuild, Resolver resolver) {
        this.database = database;
        this.links = links;
        this.state = state;
        this.linkRebuild = linkRebuild;
        this.resolver = resolver;
    }

    @Override
    public void digest(Transaction tx, String workspace, StateDigest digest) {
        digest.projection(RECORDS)
                .projection(IDENTIFIERS)
                .projection(LinkRebuild.LINKS)
                .projection(PROFILES);
        state.records(tx, workspace, columns -> digest.row(RECORDS, columns));
        state.identifiers(tx, workspace, columns -> digest.row(IDENTIFIERS, columns));
        state.profiles(tx, workspace, columns -> digest.row(PROFILES, columns));
        digestLinks(tx, workspace, digest);
    }

    private void digestLinks(Transaction tx, String workspace, StateDigest digest) {
        Stretch at = Stretch.FIRST;
        UUID record = BEGINNING;
        while (at.exists()) {
            List<Link> piece = links.links(tx, workspace, at, record, PIECE);
            piece.forEach(
                    link -> digest.row(LinkRebuild.LINKS, link.identifierId(), link.recordId(), link.recordBucket()));
            boolean isFull = piece.size() == PIECE;
            at = isFull ? at.after(piece.get(PIECE - 1).identifierId()) : at.next();
            record = isFull ? piece.get(PIECE - 1).recordId() : BEGINNING;
        }
    }

    /** What hangs together is found by the links: so these come first. */
    @Override
    public void rebuild(String workspace, RebuildProgress progress) throws InterruptedException {
        linkRebuild.rebuild(workspace, progress);
        // The daily work counts on from what stands, also where that was not corrected yet: so corrections are looked
        // at once more.
        int pass = 1;
        while (decideAnew(workspace, progress) && pass < MOST_PASSES) {
            pass++;
        }
    }

    /** Gives whether anything was wrong. */
    private boolean decideAnew(String workspace, RebuildProgress progress) throws InterruptedException {
        Instant mintedBefore = Instant.now().minus(LATELY);
        boolean wasWrong = false;
        Stretch at = Stretch.FIRST;
        while (at.exists()) {
            Stretch from = at;
            List<UUID> chunk = database.snapshot(tx -> links.records(tx, workspace, from, CHUNK)).stream()
                    .map(Carrier::recordId)
                    .toList();
            int corrected = chunk.isEmpty() ? 0 : resolver.deriveAnew(chunk, workspace, mintedBefore);
            progress.looked(RECORDS, chunk.size(), corrected);
            wasWrong |= corrected > 0;
            at = chunk.size() == CHUNK ? at.after(chunk.get(CHUNK - 1)) : at.next();
        }
        return wasWrong;
    }
}
