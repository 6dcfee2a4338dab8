package io.onefold.ingestion.source;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** A source as it is kept. */
@Entity
@Table(name = "source")
class SourceRow extends PanacheEntityBase {
    @EmbeddedId
    SourceKey key = new SourceKey("", "");

    String channel = "";

    @Column(name = "write_key_sha256")
    String writeKeySha256 = "";

    boolean enriching;

    @Column(columnDefinition = "text")
    @Nullable
    String mapping;

    @Column(name = "create_time", updatable = false)
    OffsetDateTime createTime = OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
}
