package io.onefold.activation.campaign;

import io.onefold.activation.campaign.StateStore.State;
import io.onefold.activation.destination.Destination;
import io.onefold.activation.destination.DestinationRunStore;
import io.onefold.activation.destination.DestinationStore;
import io.onefold.activation.destination.SigningSecrets;
import io.onefold.activation.destination.Webhook;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Takes a file over into the tables: everything is checked first, and then everything is written in one transaction. */
@ApplicationScoped
public class Definitions {
    private static final Logger LOG = Logger.getLogger(Definitions.class);

    private final Database database;
    private final StateStore states;
    private final Campaigns campaigns;
    private final CampaignStore rows;
    private final CampaignRunStore runs;
    private final DestinationStore destinations;
    private final DestinationRunStore destinationRuns;
    private final SigningSecrets secrets;
    private final ActivationConfig config;
    private final DoNotContactList wishes;
    private final Beginnings beginnings;

    Definitions(
            Database database,
            StateStore states,
            Campaigns campaigns,
            CampaignStore rows,
            CampaignRunStore runs,
            DestinationStore destinations,
            DestinationRunStore destinationRuns,
            SigningSecrets secrets,
            ActivationConfig config,
            DoNotContactList wishes,
            Beginnings beginnings) {
        this.beginnings = beginnings;
        this.database = database;
        this.states = states;
        this.campaigns = campaigns;
        this.rows = rows;
        this.runs = runs;
        this.destinations = destinations;
        this.destinationRuns = destinationRuns;
        this.secrets = secrets;
        this.config = config;
        this.wishes = wishes;
    }

    /** A file that is wrong somewhere, or that no longer fits what went out, changes nothing. */
    public void load(String name, String yaml) {
        ActivationFile file = database.transaction(tx -> {
            State state = states.lock(tx);
            Catalogue before = campaigns.read(tx, state);
            ActivationFile read = ActivationFile.read(name, yaml, before::destination);
            if (isNewer(name, read, state)) {
                takeOver(tx, before, read);
                if (read.version() > 0) {
                    states.takenOver(tx, read);
                }
            }
            return read;
        });
        beginnings.trySettle();
        wishes.keep(file.doNotContact());
    }

    /** A replica that starts again with an older file works by the newer one that is in the tables. */
    private static boolean isNewer(String name, ActivationFile file, State state) {
        if (file.version() < state.fileVersion()) {
            LOG.warnf(
                    "%s has version %d and is not taken over: version %d is in force",
                    name, file.version(), state.fileVersion());
            return false;
        }
        if (file.version() > 0
                && file.version() == state.fileVersion()
                && !state.fileDigest().equals(Optional.of(file.digest()))) {
            throw new IllegalArgumentException(name + ": version: " + file.version()
                    + " is in force and says something else; a changed file needs a higher one");
        }
        return true;
    }

    private void takeOver(Transaction tx, Catalogue before, ActivationFile file) {
        Map<UUID, Destination> places = new HashMap<>(before.destinations());
        file.destinations().forEach(destination -> places.put(destination.id(), destination));
        Catalogue after = new Catalogue(before.generation(), before.held(), places, Map.of(), Map.of());
        for (Destination destination : file.destinations()) {
            check(destination);
            Optional.ofNullable(before.destinations().get(destination.id()))
                    .ifPresent(old -> Changes.requireAllowed(old, destination));
        }
        Changes.requireOwnFolders(places.values());
        Map<Campaign, String> wanted = new HashMap<>();
        for (CampaignDraft draft : file.campaigns()) {
            Campaign campaign = ActivationFile.complete(draft, after::destination);
            before.find(campaign.id()).ifPresent(old -> Changes.requireAllowed(old, campaign));
            wanted.put(campaign, ActivationFile.write(draft));
        }
        requireFit(tx, before, wanted, after);
        write(tx, before, file.destinations(), wanted);
    }

    /** What the file no longer names goes on, and must be able to with the destinations of now. */
    private void requireFit(Transaction tx, Catalogue before, Map<Campaign, String> wanted, Catalogue after) {
        List<UUID> named = wanted.keySet().stream().map(Campaign::id).toList();
        for (CampaignStore.Stored row : rows.all(tx)) {
            if (!named.contains(row.id()) && before.find(row.id()).isPresent()) {
                try {
                    Campaign unused =
                            ActivationFile.complete(ActivationFile.readStored(row.definition()), after::destination);
                } catch (IllegalArgumentException unfit) {
                    throw new IllegalArgumentException(
                            "campaign " + row.name() + " of workspace " + row.workspace()
                                    + ", which the file does not name and which goes on: " + unfit.getMessage(),
                            unfit);
                }
            }
        }
    }

    private void write(Transaction tx, Catalogue before, List<Destination> changed, Map<Campaign, String> wanted) {
        Instant now = Instant.now();
        boolean any = false;
        for (Map.Entry<Campaign, String> one : wanted.entrySet()) {
            Campaign campaign = one.getKey();
            Optional<Campaign> old = before.find(campaign.id());
            if (!old.equals(Optional.of(campaign))) {
                any = true;
                rows.write(tx, campaign, one.getValue(), now);
                runs.begin(tx, campaign);
                if (Changes.wantsOthers(old, campaign)) {
                    runs.fillAnew(tx, campaign.id());
                }
            }
        }
        for (Destination destination : changed) {
            if (!destination.equals(before.destinations().get(destination.id()))) {
                any = true;
                destinations.write(tx, destination, now);
            }
            destinationRuns.begin(tx, destination);
        }
        wanted.keySet().stream()
                .map(Campaign::destination)
                .distinct()
                .forEach(destination -> destinationRuns.begin(tx, destination));
        if (any) {
            states.rise(tx);
        }
    }

    private void check(Destination destination) {
        if (destination instanceof Webhook webhook) {
            secrets.of(webhook);
            if (webhook.limit().compareTo(config.lease()) >= 0) {
                throw new IllegalArgumentException("destination " + webhook.name()
                        + ": timeout: shorter than onefold.activation.lease (" + config.lease()
                        + "), else what is still being sent is sent again; not " + webhook.limit());
            }
        }
    }
}
