package io.onefold.activation.campaign;

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

/** The campaigns of all workspaces: those of the file, and those of the table that the file no longer names. */
@ApplicationScoped
public class Campaigns {
    private final Database database;
    private final CampaignRunStore runs;
    private volatile Map<UUID, Campaign> known = Map.of();

    Campaigns(Database database, CampaignRunStore runs) {
        this.database = database;
        this.runs = runs;
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
        return Optional.ofNullable(inTransaction(() -> CampaignEntity.<CampaignEntity>findById(id)))
                .map(row -> CampaignFile.readStored(row.definition));
    }

    /** Writes the campaigns of the file, and takes over everything that is in the table. */
    void load(List<Campaign> fromFile) {
        for (Campaign campaign : fromFile) {
            CampaignEntity row = new CampaignEntity();
            row.id = campaign.id();
            row.workspace = campaign.workspace();
            row.name = campaign.key();
            row.definition = CampaignFile.write(campaign);
            row.updateTime = Instant.now();
            CampaignEntity unused = inTransaction(() -> Panache.getSession().chain(session -> session.merge(row)));
            database.inTransaction(tx -> runs.begin(tx, campaign.id()));
        }
        Map<UUID, Campaign> all = new HashMap<>();
        for (CampaignEntity row : inTransaction(() -> CampaignEntity.<CampaignEntity>listAll())) {
            all.put(row.id, CampaignFile.readStored(row.definition));
        }
        known = Map.copyOf(all);
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
