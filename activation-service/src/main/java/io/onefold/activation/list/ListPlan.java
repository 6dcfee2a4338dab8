package io.onefold.activation.list;

import io.onefold.activation.campaign.Campaign;
import io.onefold.activation.campaign.CampaignRunStore;
import io.onefold.activation.destination.AdAudienceFile;
import io.onefold.activation.guard.Freshness;
import io.onefold.activation.list.ListEntryStore.Due;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * What a file of several lists holds: first whoever may have to be removed from any of them, then whoever may be added, of each list its
 * part. A list that is paused, or whose contacts are behind, adds nobody; who must go is removed all the same.
 */
@ApplicationScoped
class ListPlan {
    private final ListEntryStore entries;
    private final ListPlanner planner;
    private final CampaignRunStore runs;
    private final Freshness freshness;

    ListPlan(ListEntryStore entries, ListPlanner planner, CampaignRunStore runs, Freshness freshness) {
        this.entries = entries;
        this.planner = planner;
        this.runs = runs;
        this.freshness = freshness;
    }

    /**
     * What was found.
     *
     * @param full whether as many were looked at as may be: more may be due
     */
    record Found(List<ListChange> changes, boolean full) {
        static final Found NOTHING = new Found(List.of(), false);
    }

    /** To be called under the destination's lock. */
    Found find(Transaction tx, List<Campaign> lists, ListPlanner.Scope scope) {
        if (entries.isPast(tx)) {
            return Found.NOTHING;
        }
        boolean behind = freshness.isBehind(tx, scope.now());
        List<Campaign> adding = behind
                ? List.of()
                : lists.stream().filter(list -> runs.isRunning(tx, list.id())).toList();
        Candidates candidates = new Candidates(scope.destination());
        for (Campaign list : lists) {
            candidates.take(entries.due(tx, list.id(), true, scope.now(), candidates.left), candidates.left);
        }
        int waiting = adding.size();
        for (Campaign list : adding) {
            int part = (candidates.left + waiting - 1) / waiting;
            candidates.take(entries.due(tx, list.id(), false, scope.now(), part), part);
            waiting--;
        }
        List<Due> locked = entries.lock(tx, candidates.all);
        List<ListChange> changes = new ArrayList<>();
        for (Campaign list : lists) {
            List<UUID> profiles = profiles(locked, list);
            if (!profiles.isEmpty()) {
                changes.addAll(planner.plan(tx, list, profiles, scope, adding.contains(list)));
            }
        }
        return new Found(changes, candidates.full);
    }

    private static List<UUID> profiles(Collection<Due> due, Campaign list) {
        return due.stream()
                .filter(one -> one.campaignId().equals(list.id()))
                .map(Due::profileId)
                .toList();
    }

    /** Whom a file looks at. */
    private static final class Candidates {
        private final List<Due> all = new ArrayList<>();
        private int left;
        private boolean full;

        Candidates(AdAudienceFile destination) {
            this.left = destination.maxMembers();
        }

        void take(List<Due> due, int most) {
            all.addAll(due);
            left -= due.size();
            full |= due.size() == most;
        }
    }
}
