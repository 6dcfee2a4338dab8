package io.onefold.activation.destination;

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

/** The destinations of all workspaces: those of the file, and those of the table that the file no longer names. */
@ApplicationScoped
public class Destinations {
    private final Database database;
    private final DestinationRunStore runs;
    private volatile Map<UUID, Destination> known = Map.of();

    Destinations(Database database, DestinationRunStore runs) {
        this.database = database;
        this.runs = runs;
    }

    /** One that is not known here may be another replica's, started with a newer file: the table says. */
    public Optional<Destination> find(String workspace, String name) {
        if (Smtp.NAME.equals(name)) {
            return Optional.of(new Smtp(workspace));
        }
        UUID id = Destination.id(workspace, name);
        Destination here = known.get(id);
        return here != null
                ? Optional.of(here)
                : Optional.ofNullable(stored(id)).map(Destinations::read);
    }

    private static Destination read(DestinationEntity row) {
        return DestinationText.readStored(row.definition);
    }

    private static @Nullable DestinationEntity stored(UUID id) {
        return inTransaction(() -> DestinationEntity.<DestinationEntity>findById(id));
    }

    /** Writes the destinations of the file, and takes over everything that is in the table. */
    public void load(List<Destination> fromFile) {
        fromFile.forEach(this::write);
        Map<UUID, Destination> all = new HashMap<>();
        for (DestinationEntity row : inTransaction(() -> DestinationEntity.<DestinationEntity>listAll())) {
            all.put(row.id, read(row));
        }
        known = Map.copyOf(all);
    }

    private void write(Destination destination) {
        DestinationEntity before = stored(destination.id());
        DestinationEntity row = new DestinationEntity();
        row.id = destination.id();
        row.workspace = destination.workspace();
        row.name = destination.name();
        row.definition = DestinationText.write(destination);
        row.updateTime = Instant.now();
        boolean changed = before != null && !read(before).equals(destination);
        DestinationEntity unused = inTransaction(() -> Panache.getSession().chain(session -> session.merge(row)));
        database.inTransaction(tx -> runs.begin(tx, destination.id(), changed));
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
