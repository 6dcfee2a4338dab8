package io.onefold.activation.list;

import io.onefold.activation.campaign.ActivationConfig;
import io.onefold.activation.campaign.Campaign;
import io.onefold.activation.contact.Contact;
import io.onefold.activation.contact.ContactStore;
import io.onefold.activation.destination.AdAudienceFile;
import io.onefold.activation.list.ListRowStore.Held;
import io.onefold.activation.membership.Membership;
import io.onefold.activation.suppression.SuppressionStore;
import io.onefold.activation.suppression.Suppressions;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** Looks at the profiles of one list that are due, and finds what the partner must be told. */
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
     * @param adds whether anybody may be added at present
     */
    record Scope(AdAudienceFile destination, long file, boolean adds, Instant now) {}

    /** What was found for a list: how many profiles were looked at, and what to tell. */
    record Found(int profiles, List<ListChange> changes) {}

    /** What the profiles want changed. The last state wins: who entered and left since the last look wants nothing. */
    private static final class Wishes {
        private final List<Held> hold = new ArrayList<>();
        private final List<Held> letGo = new ArrayList<>();
        private final Map<String, Membership> wanted = new TreeMap<>();
        private final Map<String, Membership> dropped = new TreeMap<>();

        void add(Membership membership, Set<String> wants, Set<String> has) {
            for (String hash : wants) {
                if (!has.contains(hash)) {
                    hold.add(new Held(membership.profileId(), hash));
                    wanted.put(hash, membership);
                }
            }
            for (String hash : has) {
                if (!wants.contains(hash)) {
                    letGo.add(new Held(membership.profileId(), hash));
                    dropped.put(hash, membership);
                }
            }
        }
    }

    /** To be called under the destination's lock. */
    Found plan(Transaction tx, Campaign campaign, Scope scope, int most) {
        List<Membership> due = entries.lockDue(
                tx, campaign.workspace(), campaign.audience(), campaign.id(), scope.now, scope.adds, most);
        if (due.isEmpty()) {
            return new Found(0, List.of());
        }
        List<UUID> profiles = due.stream().map(Membership::profileId).toList();
        Map<UUID, Contact> known = contacts.read(tx, profiles);
        Suppressions against = suppressions.of(
                tx,
                campaign.workspace(),
                known.values().stream().flatMap(c -> c.emails().stream()).toList());
        Map<UUID, Set<String>> held = rows.held(tx, campaign.id(), profiles);
        Wishes wishes = new Wishes();
        List<ListEntryStore.Settled> settled = new ArrayList<>();
        for (Membership membership : due) {
            UUID profile = membership.profileId();
            ListDecision decision = ListDecision.of(
                    membership,
                    known.get(profile),
                    campaign.consent().orElseThrow(),
                    against,
                    scope.destination.partner());
            Set<String> has = held.getOrDefault(profile, Set.of());
            boolean wait = decision.outcome() == ListDecision.Outcome.WAIT
                    || !scope.adds && !has.containsAll(decision.hashes());
            if (decision.outcome() != ListDecision.Outcome.WAIT) {
                wishes.add(membership, scope.adds ? decision.hashes() : both(decision.hashes(), has), has);
            }
            settled.add(new ListEntryStore.Settled(
                    profile,
                    decision.outcome().name(),
                    wait ? Optional.of(scope.now.plus(config.deferral())) : Optional.empty()));
        }
        List<ListChange> changes = apply(tx, campaign, scope, wishes);
        entries.settle(tx, campaign.id(), settled);
        return new Found(due.size(), changes);
    }

    private static Set<String> both(Set<String> wanted, Set<String> held) {
        return wanted.stream().filter(held::contains).collect(Collectors.toSet());
    }

    /** A hash is told of when it comes for its first profile, and when it goes with its last. */
    private List<ListChange> apply(Transaction tx, Campaign campaign, Scope scope, Wishes wishes) {
        Map<String, Membership> touched = new TreeMap<>(wishes.dropped);
        touched.putAll(wishes.wanted);
        Collection<String> hashes = touched.keySet();
        Set<String> before = rows.onList(tx, campaign.id(), hashes);
        rows.hold(tx, campaign.id(), wishes.hold);
        rows.letGo(tx, campaign.id(), wishes.letGo);
        Set<String> after = rows.onList(tx, campaign.id(), hashes);
        return touched.entrySet().stream()
                .filter(one -> before.contains(one.getKey()) != after.contains(one.getKey()))
                .map(one -> change(campaign, scope, one.getKey(), after.contains(one.getKey()), one.getValue()))
                .toList();
    }

    private static ListChange change(Campaign campaign, Scope scope, String hash, boolean add, Membership membership) {
        // A member who goes for another reason, such as a withdrawn consent, goes now.
        Instant effective = add == membership.member() ? membership.since() : scope.now;
        return new ListChange(
                ListChange.deliveryId(campaign.id(), scope.destination.id(), scope.file, hash),
                add,
                hash,
                campaign.audience(),
                effective,
                membership.sequence());
    }
}
