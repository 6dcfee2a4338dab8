package io.onefold.segment.audience;

import com.google.protobuf.ByteString;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The audiences of all workspaces. Called on worker threads. */
@ApplicationScoped
public class AudienceStore {

    public Optional<Audience> find(String workspace, String name) {
        return Optional.ofNullable(inTransaction(() -> AudienceEntity.named(workspace, name)))
                .map(AudienceStore::audience);
    }

    List<Audience> of(String workspace) {
        return inTransaction(() -> AudienceEntity.of(workspace)).stream()
                .map(AudienceStore::audience)
                .toList();
    }

    public List<Audience> backfilling() {
        return inTransaction(() -> AudienceEntity.in(AudienceState.BACKFILLING)).stream()
                .map(AudienceStore::audience)
                .toList();
    }

    /** Inserts; false when the workspace has an audience of this name. */
    boolean insert(Audience audience) {
        AudienceEntity row = new AudienceEntity();
        row.id = audience.id();
        row.workspace = audience.workspace();
        row.name = audience.name();
        row.displayName = audience.displayName();
        row.rule = audience.written().toByteArray();
        row.state = audience.state();
        row.backfilledProfileCount = audience.backfilledProfileCount();
        row.createTime = audience.createTime();
        try {
            AudienceEntity unused = inTransaction(row::persistAndFlush);
            return true;
        } catch (PersistenceException refused) {
            if (find(audience.workspace(), audience.name()).isPresent()) {
                return false;
            }
            throw refused;
        }
    }

    /** How far a filling is. Says nothing of an audience that is live: another replica may have been quicker. */
    public void progressed(UUID id, long backfilledProfileCount) {
        int unused = inTransaction(() -> AudienceEntity.progressed(id, backfilledProfileCount));
    }

    public void completed(UUID id, long backfilledProfileCount) {
        int unused = inTransaction(() -> AudienceEntity.completed(id, backfilledProfileCount));
    }

    private static Audience audience(AudienceEntity row) {
        return new Audience(
                row.id,
                row.workspace,
                row.name,
                row.displayName,
                RuleCodec.readStored(row.rule),
                ByteString.copyFrom(row.rule),
                row.state,
                row.backfilledProfileCount,
                row.createTime);
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
