package io.onefold.segment.audience;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
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

    @Column(columnDefinition = "text")
    @Enumerated(EnumType.STRING)
    public AudienceState state;

    @Column(name = "backfilled_profile_count")
    public long backfilledProfileCount;

    @Column(name = "create_time")
    public Instant createTime;

    static Uni<@Nullable AudienceEntity> named(String workspace, String name) {
        return find("workspace = ?1 and name = ?2", workspace, name).firstResult();
    }

    static Uni<List<AudienceEntity>> of(String workspace) {
        return list("workspace", workspace);
    }

    static Uni<List<AudienceEntity>> in(AudienceState state) {
        return list("state", state);
    }

    // One conditional statement each: an entity that was read and written back would undo what another replica did
    // meanwhile.
    static Uni<Integer> progressed(UUID id, long count) {
        return update("backfilledProfileCount = ?1 where id = ?2 and state = ?3", count, id, AudienceState.BACKFILLING);
    }

    static Uni<Integer> completed(UUID id, long count) {
        return update(
                "backfilledProfileCount = ?1, state = ?2 where id = ?3 and state = ?4",
                count,
                AudienceState.LIVE,
                id,
                AudienceState.BACKFILLING);
    }
}
