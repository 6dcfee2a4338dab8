package io.onefold.segment.audience;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.quarkus.panache.common.Parameters;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The row of an audience. */
@Entity(name = "audience")
@Table(name = "audience")
public class AudienceEntity extends PanacheEntityBase {
    @Id
    public UUID id;

    @Column(columnDefinition = "text")
    public String workspace;

    @Column(columnDefinition = "text")
    public String name;

    @Column(name = "display_name", columnDefinition = "text")
    public String displayName;

    @Column
    public byte[] rule;

    @Column
    public long version;

    @Column(columnDefinition = "text")
    @Enumerated(EnumType.STRING)
    public AudienceState state;

    @Column(name = "backfilled_profile_count")
    public long backfilledProfileCount;

    @Column(name = "create_time")
    public Instant createTime;

    @Column(name = "begin_time")
    public Instant beginTime;

    @Column(name = "missed_changes")
    public boolean missedChanges;

    @Column(name = "set_aside_count")
    public long setAsideCount;

    static AudienceEntity of(Audience audience) {
        AudienceEntity row = new AudienceEntity();
        row.id = audience.id();
        row.workspace = audience.workspace();
        row.name = audience.name();
        row.displayName = audience.displayName();
        row.rule = audience.written().toByteArray();
        row.version = audience.version();
        row.state = audience.state();
        row.backfilledProfileCount = audience.backfilledProfileCount();
        row.createTime = audience.createTime();
        row.beginTime = audience.begin();
        return row;
    }

    static Uni<@Nullable AudienceEntity> named(String workspace, String name) {
        return find("workspace = ?1 and name = ?2", workspace, name).firstResult();
    }

    static Uni<List<AudienceEntity>> listed(String workspace, AudienceState except) {
        return list("workspace = ?1 and state <> ?2", workspace, except);
    }

    static Uni<List<AudienceEntity>> page(String workspace, String afterName, AudienceState except, int size) {
        return AudienceEntity.<AudienceEntity>find(
                        "workspace = ?1 and name > ?2 and state <> ?3 order by name", workspace, afterName, except)
                .page(0, size)
                .list();
    }

    static Uni<List<AudienceEntity>> everywhere(String name, AudienceState except) {
        return list("name = ?1 and state <> ?2", name, except);
    }

    static Uni<List<AudienceEntity>> withIds(Collection<UUID> ids) {
        return list("id in ?1", ids);
    }

    static Uni<List<AudienceEntity>> filling(String workspace, AudienceState filling, AudienceState live) {
        return list(
                "workspace = ?1 and (state = ?2 or (state = ?3 and missedChanges)) order by name",
                workspace,
                filling,
                live);
    }

    static Uni<List<AudienceEntity>> unfinished(Collection<AudienceState> states) {
        return list("state in ?1 or missedChanges order by createTime", states);
    }

    static Uni<Integer> missed(Collection<UUID> ids) {
        return update("missedChanges = true where id in ?1 and not missedChanges", ids);
    }

    // One conditional statement each: an entity that was read and written back would undo what another replica did
    // meanwhile.

    static Uni<Integer> renamed(UUID id, long version, String displayName) {
        return update(
                "displayName = :displayName where id = :id and version = :version and state <> :deleting",
                condition(id, version).and("displayName", displayName).and("deleting", AudienceState.DELETING));
    }

    /** The next version: everything that the present one has found so far is found again. */
    static Uni<Integer> revised(UUID id, long version, String displayName, byte[] rule, Instant beginTime) {
        return update(
                "displayName = :displayName, rule = :rule, version = :next, state = :backfilling, backfilledProfileCount = 0, beginTime = :begin, missedChanges = false, setAsideCount = 0"
                        + " where id = :id and version = :version and state <> :deleting",
                condition(id, version)
                        .and("displayName", displayName)
                        .and("rule", rule)
                        .and("next", version + 1)
                        .and("begin", beginTime)
                        .and("backfilling", AudienceState.BACKFILLING)
                        .and("deleting", AudienceState.DELETING));
    }

    static Uni<Integer> begunAnew(UUID id, long version, Instant beginTime) {
        return update(
                "version = :next, state = :backfilling, backfilledProfileCount = 0, beginTime = :begin, missedChanges = false, setAsideCount = 0"
                        + " where id = :id and version = :version and state <> :deleting",
                condition(id, version)
                        .and("next", version + 1)
                        .and("begin", beginTime)
                        .and("backfilling", AudienceState.BACKFILLING)
                        .and("deleting", AudienceState.DELETING));
    }

    static Uni<Integer> beginning(String workspace, Instant latest) {
        return update("beginTime = ?1 where workspace = ?2 and beginTime > ?1", latest, workspace);
    }

    static Uni<Integer> deleting(UUID id) {
        return update("state = ?1 where id = ?2 and state <> ?1", AudienceState.DELETING, id);
    }

    static Uni<Integer> progressed(UUID id, long version, long count) {
        return update(
                "backfilledProfileCount = :count where id = :id and version = :version and state = :backfilling",
                condition(id, version).and("count", count).and("backfilling", AudienceState.BACKFILLING));
    }

    static Uni<Integer> completed(UUID id, long version, long count) {
        return update(
                "backfilledProfileCount = :count, state = :live"
                        + " where id = :id and version = :version and state = :backfilling",
                condition(id, version)
                        .and("count", count)
                        .and("live", AudienceState.LIVE)
                        .and("backfilling", AudienceState.BACKFILLING));
    }

    static Uni<Long> removed(UUID id) {
        return delete("id = ?1 and state = ?2", id, AudienceState.DELETING);
    }

    private static Parameters condition(UUID id, long version) {
        return Parameters.with("id", id).and("version", version);
    }
}
