package io.onefold.activation.campaign;

import io.onefold.activation.destination.Destinations;
import io.onefold.kit.sql.Database;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The campaigns of all workspaces: those of the file, and those of the table that the file no longer names. */
@ApplicationScoped
public class Campaigns {
    private final Database database;
    private final CampaignRunStore runs;
    private final Destinations destinations;
    private volatile Map<UUID, Campaign> known = Map.of();

    Campaigns(Database database, CampaignRunStore runs, Destinations destinations) {
        this.database = database;
        this.runs = runs;
        this.destinations = destinations;
    }

    public List<Campaign> all() {
        return List.copyOf(known.values());
    }

    /** One that is not known here may be another replica's, started with a newer file: the table says. */
    public Optional<Campaign> find(UUID id) {
        Campaign here = known.get(id);
        return here != null ? Optional.of(here) : stored(id);
    }

    private Optional<Campaign> stored(UUID id) {
        return Optional.ofNullable(row(id)).map(this::read);
    }

    private static @Nullable CampaignEntity row(UUID id) {
        return inTransaction(() -> CampaignEntity.<CampaignEntity>findById(id));
    }

    private Campaign read(CampaignEntity row) {
        return ActivationFile.complete(ActivationFile.readStored(row.definition), destinations::find);
    }

    /** Writes the campaigns of the file, and takes over everything that is in the table. */
    void load(List<CampaignDraft> fromFile) {
        fromFile.forEach(this::check);
        fromFile.forEach(this::write);
        Map<UUID, Campaign> all = new HashMap<>();
        for (CampaignEntity row : inTransaction(() -> CampaignEntity.<CampaignEntity>listAll())) {
            all.put(row.id, read(row));
        }
        known = Map.copyOf(all);
    }

    private void check(CampaignDraft draft) {
        Campaign campaign = ActivationFile.complete(draft, destinations::find);
        CampaignEntity before = row(campaign.id());
        if (before != null) {
            requireSameList(read(before), campaign);
        }
    }

    private void write(CampaignDraft draft) {
        Campaign campaign = ActivationFile.complete(draft, destinations::find);
        CampaignEntity row = new CampaignEntity();
        row.id = campaign.id();
        row.workspace = campaign.workspace();
        row.name = campaign.key();
        row.definition = ActivationFile.write(draft);
        row.updateTime = Instant.now();
        CampaignEntity unused = inTransaction(() -> Panache.getSession().chain(session -> session.merge(row)));
        database.inTransaction(tx -> runs.begin(tx, campaign.id()));
    }

    /** What the partner's list holds was told under the old audience and destination: another one is another list. */
    static void requireSameList(Campaign before, Campaign after) {
        boolean lists = before.trigger() == Trigger.MEMBERSHIP || after.trigger() == Trigger.MEMBERSHIP;
        if (lists
                && !(before.trigger() == after.trigger()
                        && before.audience().equals(after.audience())
                        && before.destination().id().equals(after.destination().id()))) {
            throw new IllegalArgumentException("campaign " + after.key()
                    + ": the audience, destination and trigger of a list stay as they are; choose a new key");
        }
    }

    private static <T> T inTransaction(Supplier<Uni<T>> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(() -> Panache.withTransaction(work));
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }
}
