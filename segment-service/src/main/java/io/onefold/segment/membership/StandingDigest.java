package io.onefold.segment.membership;

import io.onefold.kit.rebuild.StateDigest;
import io.onefold.kit.sql.Transaction;
import io.onefold.segment.membership.StandingWalkStore.Kept;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Adds up what is derived: who is a member since when, and when that changes next. Left out is what only counts, and at which version and
 * instant somebody looked last.
 */
@ApplicationScoped
public class StandingDigest {
    static final String STANDINGS = "standing";
    private static final String MEMBERS = "membership";
    private static final int PIECE = 500;
    private static final UUID BEGINNING = new UUID(0, 0);

    private final StandingWalkStore walk;

    StandingDigest(StandingWalkStore walk) {
        this.walk = walk;
    }

    public void digest(Transaction tx, String workspace, StateDigest digest) {
        digest.projection(STANDINGS).projection(MEMBERS);
        Set<UUID> audiences = walk.audiences(tx, workspace, false);
        UUID after = BEGINNING;
        List<UUID> piece;
        do {
            piece = walk.page(tx, workspace, after, PIECE);
            for (Kept kept : walk.read(tx, piece).values()) {
                add(kept, audiences, digest);
            }
            after = piece.isEmpty() ? after : piece.get(piece.size() - 1);
        } while (piece.size() == PIECE);
        digestMembers(tx, workspace, audiences, digest);
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
                digest.row(STANDINGS, row.profileId(), audience, standing.flips(), standing.due());
            }
        });
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
