package io.onefold.activation.list;

import io.onefold.activation.campaign.Campaign;
import io.onefold.activation.campaign.Campaigns;
import io.onefold.activation.campaign.Catalogue;
import io.onefold.activation.contact.ContactWatcher;
import io.onefold.activation.list.ListEntryStore.Due;
import io.onefold.activation.list.ListEntryStore.Mark;
import io.onefold.activation.membership.Arrival;
import io.onefold.activation.membership.Entry;
import io.onefold.activation.membership.EntryReaction;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Lists look again at whoever entered or left, and at whose addresses, consents or existence changed. */
@ApplicationScoped
class ListMarker implements EntryReaction, ContactWatcher {
    private final Campaigns campaigns;
    private final ListEntryStore entries;

    ListMarker(Campaigns campaigns, ListEntryStore entries) {
        this.campaigns = campaigns;
        this.entries = entries;
    }

    @Override
    public void apply(Transaction tx, List<Arrival> arrivals, Instant now) {
        Catalogue catalogue = campaigns.holding(tx);
        // The last word on a profile and list counts.
        Map<Due, Mark> marks = new HashMap<>();
        for (Arrival arrival : arrivals) {
            Entry entry = arrival.entry();
            for (Campaign list : catalogue.lists()) {
                if (list.lists(entry.audience(), entry.workspace())) {
                    marks.put(
                            new Due(entry.profileId(), list.id()),
                            new Mark(entry.profileId(), list.id(), entry.entered()));
                }
            }
        }
        if (!marks.isEmpty()) {
            entries.mark(tx, marks.values(), now);
        }
    }

    @Override
    public void changed(Transaction tx, Collection<UUID> profiles, Instant now) {
        if (!campaigns.holding(tx).lists().isEmpty()) {
            entries.markProfiles(tx, profiles, now);
        }
    }
}
