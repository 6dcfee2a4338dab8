package io.onefold.activation.list;

import io.onefold.activation.campaign.ActivationConfig;
import io.onefold.activation.campaign.Campaign;
import io.onefold.activation.contact.Contact;
import io.onefold.activation.contact.ContactStore;
import io.onefold.activation.destination.AdAudienceFile;
import io.onefold.activation.list.ListEntryStore.Settled;
import io.onefold.activation.membership.Membership;
import io.onefold.activation.suppression.SuppressionStore;
import io.onefold.activation.suppression.Suppressions;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Looks at profiles of one list, and finds what the partner must be told. */
@ApplicationScoped
class ListPlanner {
    private final ListEntryStore entries;
    private final ListRowStore rows;
    private final ContactStore contacts;
    private final SuppressionStore suppressions;
    private final ActivationConfig config;

    ListPlanner(
            ListEntryStore entries,
            ListRowStore rows,
            ContactStore contacts,
            SuppressionStore suppressions,
            ActivationConfig config) {
        this.entries = entries;
        this.rows = rows;
        this.contacts = contacts;
        this.suppressions = suppressions;
        this.config = config;
    }

    /**
     * What is looked at in one file.
     *
     * @param now as exact as the table keeps it, so that a file has the same bytes when it is written again
     */
    record Scope(AdAudienceFile destination, long file, Instant now) {}

    /**
     * To be called under the destination's lock.
     *
     * @param profiles whose entries are locked
     * @param adds whether anybody may be added at present
     */
    List<ListChange> plan(Transaction tx, Campaign campaign, List<UUID> profiles, Scope scope, boolean adds) {
        List<Membership> memberships =
                entries.memberships(tx, campaign.workspace(), campaign.audience(), profiles, scope.now);
        if (memberships.isEmpty()) {
            return List.of();
        }
        Map<UUID, Contact> known = contacts.read(tx, profiles);
        Suppressions against = suppressions.of(
                tx,
                campaign.workspace(),
                known.values().stream().flatMap(c -> c.emails().stream()).toList());
        Map<UUID, Map<String, Boolean>> held = rows.held(tx, campaign.id(), profiles);
        Wishes wishes = new Wishes();
        List<Settled> settled = new ArrayList<>();
        for (Membership membership : memberships) {
            UUID profile = membership.profileId();
            ListDecision decision = ListDecision.of(
                    membership,
                    known.get(profile),
                    campaign.consent().orElseThrow(),
                    against,
                    scope.destination.partner());
            settled.add(settle(membership, decision, held.getOrDefault(profile, Map.of()), wishes, scope.now, adds));
        }
        List<ListChange> changes = apply(tx, campaign, scope, wishes);
        entries.settle(tx, campaign.id(), settled);
        return changes;
    }

    private Settled settle(
            Membership membership,
            ListDecision decision,
            Map<String, Boolean> has,
            Wishes wishes,
            Instant now,
            boolean adds) {
        Set<String> wants = decision.hashes();
        boolean waits = decision.outcome() == ListDecision.Outcome.WAIT;
        if (!waits && adds) {
            wishes.add(membership, wants, has);
        } else if (!waits) {
            wishes.addRemovalsOnly(membership, wants, has);
        }
        boolean later = waits || !adds && !wants.stream().allMatch(hash -> has.getOrDefault(hash, false));
        boolean onList = waits ? !has.isEmpty() : wants.stream().anyMatch(hash -> adds || has.containsKey(hash));
        return new Settled(
                membership.profileId(),
                decision.outcome().name(),
                later ? Optional.of(now.plus(config.deferral())) : Optional.empty(),
                onList);
    }

    private List<ListChange> apply(Transaction tx, Campaign campaign, Scope scope, Wishes wishes) {
        Set<String> hashes = wishes.hashes();
        Map<String, Boolean> before = rows.onList(tx, campaign.id(), hashes);
        rows.hold(tx, campaign.id(), wishes.coming(before));
        rows.letGo(tx, campaign.id(), wishes.going());
        Set<String> after = rows.onList(tx, campaign.id(), hashes).keySet();
        return wishes.changes(before, after).stream()
                .map(told -> change(campaign, scope, told))
                .toList();
    }

    private static ListChange change(Campaign campaign, Scope scope, Wishes.Told told) {
        Membership membership = told.membership();
        // A member who goes for another reason, such as a withdrawn consent, goes now.
        Instant effective = told.add() == membership.member() ? membership.since() : scope.now;
        return new ListChange(
                ListChange.deliveryId(campaign.id(), scope.destination.id(), scope.file, told.hash()),
                told.add(),
                told.hash(),
                campaign.audience(),
                effective,
                membership.sequence(),
                campaign.id(),
                membership.profileId());
    }
}
