package io.onefold.segment.membership;

import io.onefold.kit.feed.Partitions;
import io.onefold.kit.rebuild.StateDigest;
import io.onefold.kit.sql.Transaction;
import io.onefold.segment.membership.StandingWalkStore.Kept;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Adds up what is derived: who is a member since when, and when that changes next. Left out is what only counts, and at which version and
 * instant somebody looked last; and of many changes the first, of which a standing leaves some to the log, now more and now less.
 */
@ApplicationScoped
public class StandingDigest {
    static final String STANDINGS = "standing";
    private static final String MEMBERS = "membership";
    private static final int PIECE = 500;
    private static final int COMPARED_FLIPS = Publication.MOST_FLIPS / 4;
    /** So many buckets at once that no statement is long, and that a small workspace takes few. */
    private static final Partitions STRETCHES = new Partitions(64);

    private static final UUID BEGINNING = new UUID(0, 0);

    private final StandingWalkStore walk;

    StandingDigest(StandingWalkStore walk) {
        this.walk = walk;
    }

    public void digest(Transaction tx, String workspace, StateDigest digest) {
        digest.projection(STANDINGS).projection(MEMBERS);
        Set<UUID> audiences = walk.audiences(tx, workspace, false);
        for (int stretch : STRETCHES.all()) {
            digestStandings(tx, workspace, stretch, audiences, digest);
        }
        digestMembers(tx, workspace, audiences, digest);
    }

    private void digestStandings(
            Transaction tx, String workspace, int stretch, Set<UUID> audiences, StateDigest digest) {
        UUID after = BEGINNING;
        List<UUID> piece;
        do {
            piece = walk.page(
                    tx, workspace, STRETCHES.firstBucket(stretch), STRETCHES.lastBucket(stretch), after, PIECE);
            for (Kept kept : walk.read(tx, piece).values()) {
                add(kept, audiences, digest);
            }
            after = piece.isEmpty() ? after : piece.get(piece.size() - 1);
        } while (piece.size() == PIECE);
    }

    /** Who was never a member and becomes none by time alone says nothing, with a row or without one. */
    private static void add(Kept kept, Set<UUID> audiences, StateDigest digest) {
        StandingStore.Stored row = kept.row();
        if (row.erased()) {
            digest.row(STANDINGS, row.profileId(), "erased");
        }
        if (kept.spoilt() || !kept.isTimed()) {
            digest.row(STANDINGS, row.profileId(), "spoilt");
        }
        row.standings().sorted().forEach((audience, standing) -> {
            boolean says = !standing.flips().isEmpty() || standing.due().isPresent();
            if (audiences.contains(audience) && says) {
                digest.row(STANDINGS, row.profileId(), audience, standing.isMember(), latest(standing), standing.due());
            }
        });
    }

    private static List<Instant> latest(Standing standing) {
        List<Instant> flips = standing.flips();
        return flips.subList(Math.max(0, flips.size() - COMPARED_FLIPS), flips.size());
    }

    private void digestMembers(Transaction tx, String workspace, Set<UUID> audiences, StateDigest digest) {
        UUID after = BEGINNING;
        UUID afterAudience = BEGINNING;
        List<MembershipStore.Stored> piece;
        do {
            piece = walk.members(tx, workspace, after, afterAudience, PIECE);
            for (MembershipStore.Stored member : piece) {
                if (audiences.contains(member.audienceId())) {
                    digest.row(MEMBERS, member.profileId(), member.audienceId(), member.since());
                }
                after = member.profileId();
                afterAudience = member.audienceId();
            }
        } while (piece.size() == PIECE);
    }
}
