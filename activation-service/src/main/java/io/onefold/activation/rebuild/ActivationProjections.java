package io.onefold.activation.rebuild;

import io.onefold.activation.contact.Contact;
import io.onefold.activation.rebuild.MembershipWalkStore.Kept;
import io.onefold.kit.feed.Partitions;
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
    /** So many buckets at once that no statement is long, and that a small workspace takes few. */
    private static final Partitions STRETCHES = new Partitions(64);

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
        for (int stretch : STRETCHES.all()) {
            digestContacts(tx, workspace, stretch, digest);
        }
        digestMembers(tx, workspace, digest);
    }

    private void digestContacts(Transaction tx, String workspace, int stretch, StateDigest digest) {
        UUID after = BEGINNING;
        List<UUID> piece;
        do {
            piece = contactWalk.page(
                    tx, workspace, STRETCHES.firstBucket(stretch), STRETCHES.lastBucket(stretch), after, PIECE);
            Map<UUID, Contact> readable = contactWalk.read(tx, piece);
            for (UUID id : piece) {
                Optional.ofNullable(readable.get(id))
                        .ifPresentOrElse(
                                contact -> add(contact, digest),
                                () -> digest.row(ContactRebuild.CONTACTS, id, "spoilt"));
            }
            after = piece.isEmpty() ? after : piece.get(piece.size() - 1);
        } while (piece.size() == PIECE);
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

    /**
     * Of who is erased nothing counts, be it kept or not; nor who is no member: that is told, was never, or is what a restored feed does not
     * say any more, and then nobody told since when.
     */
    private void digestMembers(Transaction tx, String workspace, StateDigest digest) {
        String afterAudience = "";
        UUID after = BEGINNING;
        List<Kept> page;
        do {
            page = membershipWalk.members(tx, workspace, afterAudience, after, PIECE);
            Set<UUID> erased =
                    contactWalk.erased(tx, page.stream().map(Kept::profileId).collect(Collectors.toSet()));
            for (Kept row : page) {
                if (!erased.contains(row.profileId())) {
                    digest.row(MembershipRebuild.MEMBERSHIPS, row.profileId(), row.audience(), row.since());
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
