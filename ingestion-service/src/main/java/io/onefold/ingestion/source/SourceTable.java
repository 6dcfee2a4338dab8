package io.onefold.ingestion.source;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Supplier;

/** The tables of workspaces and sources. Awaited on threads that may wait. */
@ApplicationScoped
class SourceTable {
    /** Two replicas that start at once insert the same rows; the one that loses finds them there when it tries again. */
    private static final int ATTEMPTS = 3;

    /** What the tables hold, from one transaction. */
    record Content(List<WorkspaceRow> workspaces, List<SourceRow> sources) {}

    /** Writes rows over those of the same key; rows that are not named stay. */
    void put(List<WorkspaceRow> workspaces, List<SourceRow> sources) {
        await(() -> Panache.withTransaction(() -> Panache.getSession()
                        .chain(session -> session.mergeAll(workspaces.toArray())
                                .chain(() -> session.mergeAll(sources.toArray()))))
                .onFailure()
                .retry()
                .atMost(ATTEMPTS));
    }

    Content read() {
        return await(() -> Panache.withTransaction(() -> WorkspaceRow.<WorkspaceRow>listAll()
                .chain(workspaces -> SourceRow.<SourceRow>listAll().map(sources -> new Content(workspaces, sources)))));
    }

    private static <T> T await(Supplier<Uni<T>> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(work);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException("the tables of sources cannot be reached", failure);
        }
    }
}
