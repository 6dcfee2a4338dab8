package io.onefold.activation.list;

import io.onefold.activation.campaign.Campaign;
import io.onefold.activation.campaign.Campaigns;
import io.onefold.activation.contact.ContactWatcher;
import io.onefold.activation.membership.Entry;
import io.onefold.activation.membership.EntryReaction;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    public void apply(Transaction tx, List<Entry> changes, Instant now) {
        Collection<ListEntryStore.Mark> marks =
                changes.stream().flatMap(this::marks).collect(Collectors.toSet());
        if (!marks.isEmpty()) {
            entries.mark(tx, marks, now);
        }
    }

    private Stream<ListEntryStore.Mark> marks(Entry change) {
        return campaigns.all().stream()
                .filter(campaign -> campaign.lists(change.audience(), change.workspace()))
                .map((Campaign campaign) -> new ListEntryStore.Mark(change.profileId(), campaign.id()));
    }

    @Override
    public void changed(Transaction tx, Collection<UUID> profiles, Instant now) {
        if (campaigns.all().stream().anyMatch(Campaign::isList)) {
            entries.markProfiles(tx, profiles, now);
        }
    }
}
