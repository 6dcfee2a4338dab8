package io.onefold.identity.rebuild;

import io.onefold.identity.rebuild.LinkStore.Carrier;
import io.onefold.identity.rebuild.LinkStore.Link;
import io.onefold.identity.resolve.Resolver;
import io.onefold.kit.rebuild.Projections;
import io.onefold.kit.rebuild.RebuildProgress;
import io.onefold.kit.rebuild.StateDigest;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** What this service derives: who is one person, out of records, evidence and rules. */
@ApplicationScoped
class IdentityProjections implements Projections {
    private static final String RECORDS = "record";
    private static final String IDENTIFIERS = "identifier";
    private static final int CHUNK = 200;
    private static final int PIECE = 1000;
    private static final UUID BEGINNING = new UUID(0, 0);

    private final Database database;
    private final LinkStore links;
    private final StateWalkStore state;
    private final LinkRebuild linkRebuild;
    private final CountRebuild countRebuild;
    private final Resolver resolver;

    IdentityProjections(
            Database database,
            LinkStore links,
            StateWalkStore state,
            LinkRebuild linkRebuild,
            CountRebuild countRebuild,
            Resolver resolver) {
        this.database = database;
        this.links = links;
        this.state = state;
        this.linkRebuild = linkRebuild;
        this.countRebuild = countRebuild;
        this.resolver = resolver;
    }

    @Override
    public void digest(Transaction tx, String workspace, StateDigest digest) {
        digest.projection(RECORDS)
                .projection(IDENTIFIERS)
                .projection(LinkRebuild.LINKS)
                .projection(CountRebuild.PROFILES);
        state.records(tx, workspace, columns -> digest.row(RECORDS, columns));
        state.identifiers(tx, workspace, columns -> digest.row(IDENTIFIERS, columns));
        state.profiles(tx, workspace, columns -> digest.row(CountRebuild.PROFILES, columns));
        Link after = new Link(BEGINNING, BEGINNING, (short) 0);
        List<Link> piece;
        do {
            piece = links.links(tx, workspace, after, PIECE);
            for (Link link : piece) {
                digest.row(LinkRebuild.LINKS, link.identifierId(), link.recordId(), link.recordBucket());
                after = link;
            }
        } while (piece.size() == PIECE);
    }

    /** What hangs together is found by the links, and deciding counts on from the counts: so these come first. */
    @Override
    public void rebuild(String workspace, RebuildProgress progress) throws InterruptedException {
        linkRebuild.rebuild(workspace, progress);
        countRebuild.rebuild(workspace, progress);
        UUID after = BEGINNING;
        List<Carrier> chunk;
        do {
            UUID from = after;
            chunk = database.snapshot(tx -> links.records(tx, workspace, from, CHUNK));
            List<UUID> ids = chunk.stream().map(Carrier::recordId).toList();
            progress.looked(RECORDS, ids.size(), ids.isEmpty() ? 0 : resolver.deriveAnew(ids, workspace));
            after = ids.isEmpty() ? after : ids.get(ids.size() - 1);
        } while (chunk.size() == CHUNK);
    }
}
