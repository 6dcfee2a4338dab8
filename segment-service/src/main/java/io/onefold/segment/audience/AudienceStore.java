package io.onefold.segment.audience;

import com.google.protobuf.ByteString;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** The audiences of all workspaces, and their versions. Called on worker threads. */
@ApplicationScoped
public class AudienceStore {
    private static final Logger LOG = Logger.getLogger(AudienceStore.class);
    private static final UnreadableRules UNREADABLE = new UnreadableRules();

    /** The audience of a name that callers can see: one that is being deleted is not among them. */
    public Optional<Audience> find(String workspace, String name) {
        return named(workspace, name).filter(audience -> !audience.isDeleting());
    }

    /** The audience of a name, also while it is being deleted. */
    Optional<Audience> named(String workspace, String name) {
        return Optional.ofNullable(inTransaction(() -> AudienceEntity.named(workspace, name)))
                .map(AudienceStore::audience);
    }

    /** The audience as it is now, also while it is being deleted; empty once it is gone. */
    public Optional<Audience> byId(UUID id) {
        return byIds(Set.of(id)).stream().findFirst();
    }

    /** Those that exist, also while they are being deleted. */
    public List<Audience> byIds(Collection<UUID> ids) {
        return ids.isEmpty() ? List.of() : audiences(() -> AudienceEntity.withIds(ids));
    }

    /** The audiences of one name, visible to callers, in all workspaces. */
    public List<Audience> everywhere(String name) {
        return audiences(() -> AudienceEntity.everywhere(name, AudienceState.DELETING));
    }

    /** Those that are not complete yet. */
    public List<Audience> filling(String workspace) {
        return audiences(() -> AudienceEntity.filling(workspace, AudienceState.BACKFILLING, AudienceState.LIVE));
    }

    /** What is evaluated: all that are not being deleted. */
    List<Audience> of(String workspace) {
        return audiences(() -> AudienceEntity.listed(workspace, AudienceState.DELETING));
    }

    /** How many there are, also those that are being deleted. */
    long count(String workspace) {
        return inTransaction(() -> AudienceEntity.count("workspace", workspace));
    }

    /** The visible audiences that follow a name, by name. */
    List<Audience> page(String workspace, String afterName, int size) {
        return audiences(() -> AudienceEntity.page(workspace, afterName, AudienceState.DELETING, size));
    }

    /** What a stopped process may have left: to be filled or to be emptied; and those that have missed changes. */
    public List<Audience> unfinished() {
        return audiences(() -> AudienceEntity.unfinished(List.of(AudienceState.BACKFILLING, AudienceState.DELETING)));
    }

    /** Of these the rule could not be read: profiles change without them. */
    void missed(Collection<UUID> ids) {
        int unused = inTransaction(() -> AudienceEntity.missed(ids));
    }

    /** Inserts with its first version; false when the workspace has an audience of this name. */
    boolean insert(Audience audience) {
        AudienceEntity row = AudienceEntity.of(audience);
        AudienceVersionEntity version = AudienceVersionEntity.of(audience, audience.createTime());
        try {
            Object unused = inTransaction(() -> row.persist().call(() -> version.persistAndFlush()));
            return true;
        } catch (PersistenceException refused) {
            if (named(audience.workspace(), audience.name()).isPresent()) {
                return false;
            }
            throw refused;
        }
    }

    /** Gives a version another display name; false when it is no longer the present one. */
    boolean rename(Audience present, String displayName) {
        return inTransaction(() -> AudienceEntity.renamed(present.id(), present.version(), displayName)) == 1;
    }

    /** Puts the next version in the place of the one before; false when another one was quicker. */
    boolean revise(Audience next, Instant now) {
        AudienceVersionEntity version = AudienceVersionEntity.of(next, now);
        return inTransaction(() -> AudienceEntity.revised(
                                next.id(),
                                next.version() - 1,
                                next.displayName(),
                                next.written().toByteArray(),
                                next.begin())
                        .call(revised -> revised == 1
                                ? version.persist()
                                : Uni.createFrom().voidItem()))
                == 1;
    }

    /** The next version of a rule that stays as it is; whatever else was changed of it meanwhile stays too. */
    boolean beginAnew(Audience next, Instant now) {
        AudienceVersionEntity version = AudienceVersionEntity.of(next, now);
        return inTransaction(() -> AudienceEntity.begunAnew(next.id(), next.version() - 1, next.begin())
                        .call(begun -> begun == 1
                                ? version.persist()
                                : Uni.createFrom().voidItem()))
                == 1;
    }

    /** What begins later begins then. */
    void beginBy(String workspace, Instant latest) {
        int unused = inTransaction(() -> AudienceEntity.beginning(workspace, latest));
    }

    /** From here on nobody sees it and nobody enters it; false when it was so already. */
    boolean beginDeletion(UUID id) {
        return inTransaction(() -> AudienceEntity.deleting(id)) == 1;
    }

    /** How far the filling of a version is. Says nothing of one that is no longer present, or complete: another replica may have been quicker. */
    public void progressed(UUID id, long version, long backfilledProfileCount) {
        int unused = inTransaction(() -> AudienceEntity.progressed(id, version, backfilledProfileCount));
    }

    /** The version is complete; false when it is no longer the present one, or was complete already. */
    public boolean completed(UUID id, long version, long backfilledProfileCount) {
        return inTransaction(() -> AudienceEntity.completed(id, version, backfilledProfileCount)) == 1;
    }

    /** Frees the name of an audience that is being deleted; its versions stay, with the instant of the deletion. Safe to repeat. */
    public void remove(UUID id) {
        long unused = inTransaction(() -> AudienceEntity.removed(id)
                .call(removed -> removed == 1
                        ? AudienceVersionEntity.deleted(id, Instant.now())
                        : Uni.createFrom().voidItem()));
    }

    private static List<Audience> audiences(Supplier<Uni<List<AudienceEntity>>> query) {
        return inTransaction(query).stream().map(AudienceStore::audience).toList();
    }

    /** One that cannot be read must not keep the others from being read. */
    private static Audience audience(AudienceEntity row) {
        try {
            Audience read = new Audience(
                            row.id,
                            row.workspace,
                            row.name,
                            row.displayName,
                            RuleCodec.readStored(row.rule),
                            ByteString.copyFrom(row.rule),
                            row.state,
                            row.backfilledProfileCount,
                            row.createTime,
                            row.version,
                            row.beginTime)
                    .settingAside(row.setAsideCount);
            UNREADABLE.read(row.id, row.version);
            return row.missedChanges ? read.missing() : read;
        } catch (RuntimeException unreadable) {
            if (UNREADABLE.isNews(row.id, row.version)) {
                LOG.errorf(unreadable, "the rule of audience %s of %s cannot be read", row.name, row.workspace);
            }
            return Audience.unreadable(row);
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
