package io.onefold.segment.audience;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The row of one version of an audience. Written once; only that the audience was deleted is noted later. */
@Entity(name = "audience_version")
@Table(name = "audience_version")
public class AudienceVersionEntity extends PanacheEntityBase {
    @EmbeddedId
    public Key key;

    @Column(columnDefinition = "text")
    public String workspace;

    @Column(columnDefinition = "text")
    public String name;

    @Column
    public byte[] rule;

    @Column(name = "create_time")
    public Instant createTime;

    @Column(name = "delete_time")
    public @Nullable Instant deleteTime;

    /** Which version of which audience. */
    @Embeddable
    public record Key(
            @Column(name = "audience_id") UUID audienceId,
            @Column(name = "version") long version) implements Serializable {}

    static AudienceVersionEntity of(Audience audience, Instant createTime) {
        AudienceVersionEntity row = new AudienceVersionEntity();
        row.key = new Key(audience.id(), audience.version());
        row.workspace = audience.workspace();
        row.name = audience.name();
        row.rule = audience.written().toByteArray();
        row.createTime = createTime;
        return row;
    }

    static Uni<Integer> deleted(UUID audienceId, Instant deleteTime) {
        return update("deleteTime = ?1 where key.audienceId = ?2 and deleteTime is null", deleteTime, audienceId);
    }
}
