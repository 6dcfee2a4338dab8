package io.onefold.activation.campaign;

import io.onefold.activation.campaign.CampaignStore.Stored;
import io.onefold.activation.campaign.StateStore.State;
import io.onefold.activation.destination.Destination;
import io.onefold.activation.destination.DestinationStore;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * The campaigns of all workspaces. The tables say, and not the file of this replica: another one may have started with a newer file, so
 * each transaction asks whether the tables still are what is remembered.
 */
@ApplicationScoped
public class Campaigns {
    private static final Logger LOG = Logger.getLogger(Campaigns.class);

    private final StateStore states;
    private final CampaignStore campaigns;
    private final DestinationStore destinations;
    private final BeginningStore beginnings;
    private volatile Catalogue known = Catalogue.NONE;

    Campaigns(StateStore states, CampaignStore campaigns, DestinationStore destinations, BeginningStore beginnings) {
        this.beginnings = beginnings;
        this.states = states;
        this.campaigns = campaigns;
        this.destinations = destinations;
    }

    /** As the tables are now. */
    public Catalogue at(Transaction tx) {
        return remembered(tx, states.read(tx));
    }

    /** As the tables are now and stay until the transaction ends: nothing that it writes misses a campaign that comes meanwhile. */
    public Catalogue holding(Transaction tx) {
        return remembered(tx, states.hold(tx));
    }

    private Catalogue remembered(Transaction tx, State state) {
        Catalogue remembered = known;
        if (remembered.generation() == state.generation() && remembered.held() == state.held()) {
            return remembered;
        }
        Catalogue read = read(tx, state);
        known = read;
        return read;
    }

    /** A row that cannot be read, such as one that a newer version wrote, is left out: what is for it waits. */
    Catalogue read(Transaction tx, State state) {
        Map<UUID, Destination> places = destinations.all(tx);
        Catalogue only = new Catalogue(state.generation(), state.held(), places, Map.of(), Map.of());
        Map<UUID, Campaign> all = new HashMap<>();
        Map<UUID, Beginning> marked = beginnings.all(tx);
        Map<UUID, Beginning> begun = new HashMap<>();
        for (Stored row : campaigns.all(tx)) {
            begun.put(row.id(), marked.getOrDefault(row.id(), Beginning.NOT_YET));
            try {
                all.put(
                        row.id(),
                        ActivationFile.complete(ActivationFile.readStored(row.definition()), only::destination));
            } catch (IllegalArgumentException | IllegalStateException unreadable) {
                LOG.errorf(
                        "campaign %s of workspace %s is left out, its row cannot be used: %s",
                        row.name(), row.workspace(), unreadable.getMessage());
            }
        }
        return new Catalogue(state.generation(), state.held(), places, all, begun);
    }
}
