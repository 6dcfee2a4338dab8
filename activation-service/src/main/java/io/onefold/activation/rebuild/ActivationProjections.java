package io.onefold.activation.rebuild;

import io.onefold.activation.contact.Contact;
import io.onefold.activation.rebuild.MembershipWalkStore.Kept;
import io.onefold.kit.rebuild.Projections;
import io.onefold.kit.rebuild.RebuildProgress;
import io.onefold.kit.rebuild.StateDigest;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What this service derives: how people can be reached, and who is a member of what, as the two feeds told it. Which ids a profile absorbed
 * that have not said so themselves is kept only while the partitions of the feed are read apart.
 */
@ApplicationScoped
class ActivationProjections implements Projections {
    private static final int PIECE = 500;
    private static final UUID BEGINNING = new UUID(0, 0);

    private final ContactWalkStore contactWalk;
    private final MembershipWalkStore membershipWalk;
    private final ContactRebuild contactRebuild;
    private final MembershipRebuild membershipRebuild;

    ActivationProjections(
            ContactWalkStore contactWalk,
            MembershipWalkStore membershipWalk,
            ContactRebuild contactRebuild,
            MembershipRebuild membershipRebuild) {
        this.contactWalk = contactWalk;
        this.membershipWalk = membershipWalk;
        this.contactRebuild = contactRebuild;
        this.membershipRebuild = membershipRebuild;
    }

    @Override
    public void digest(Transaction tx, String workspace, StateDigest digest) {
        digest.projection(ContactRebuild.CONTACTS).projection(MembershipRebuild.MEMBERSHIPS);
        UUID after = BEGINNING;
        List<UUID> piece;
        do {
            piece = contactWalk.page(tx, workspace, after, PIECE);
            Map<UUID, Contact> readable = contactWalk.read(tx, piece);
            for (UUID id : piece) {
                Optional.ofNullable(readable.get(id))
                        .ifPresentOrElse(
                                contact -> add(contact, digest),
                                () -> digest.row(ContactRebuild.CONTACTS, id, "spoilt"));
            }
            after = piece.isEmpty() ? after : piece.get(piece.size() - 1);
        } while (piece.size() == PIECE);
        digestMemberships(tx, workspace, digest);
    }

    private static void add(Contact contact, StateDigest digest) {
        digest.row(
                ContactRebuild.CONTACTS,
                contact.profileId(),
                contact.existing(),
                contact.resolvesTo(),
                contact.emails(),
                contact.phones(),
                new TreeSet<>(contact.granted()),
                new TreeSet<>(contact.denied()),
                contact.firstName(),
                contact.erased());
    }

    /** Of who is erased nothing counts, be it kept or not. */
    private void digestMemberships(Transaction tx, String workspace, StateDigest digest) {
        UUID after = BEGINNING;
        String afterAudience = "";
        List<Kept> page;
        do {
            page = membershipWalk.page(tx, workspace, after, afterAudience, PIECE);
            Set<UUID> erased =
                    contactWalk.erased(tx, page.stream().map(Kept::profileId).collect(Collectors.toSet()));
            for (Kept row : page) {
                if (!erased.contains(row.profileId())) {
                    digest.row(
                            MembershipRebuild.MEMBERSHIPS, row.profileId(), row.audience(), row.member(), row.since());
                }
                after = row.profileId();
                afterAudience = row.audience();
            }
        } while (page.size() == PIECE);
    }

    @Override
    public void rebuild(String workspace, RebuildProgress progress) throws InterruptedException {
        contactRebuild.rebuild(workspace, progress);
        membershipRebuild.rebuild(workspace, progress);
    }
}
