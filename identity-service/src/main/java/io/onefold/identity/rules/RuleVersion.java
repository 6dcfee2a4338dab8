package io.onefold.identity.rules;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** One version of a workspace's rules. Only {@code appliedTime} is ever set later. */
@Entity
@Table(name = "rule_version")
@IdClass(RuleVersion.Key.class)
public class RuleVersion extends PanacheEntityBase {
    /** What names a version. */
    public record Key(String workspace, long version) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    @Id
    public String workspace;

    @Id
    public long version;

    @Column(columnDefinition = "text", nullable = false)
    public String rules;

    @Column(name = "create_time", nullable = false)
    public OffsetDateTime createTime;

    @Column(name = "applied_time")
    public @Nullable OffsetDateTime appliedTime;
}
