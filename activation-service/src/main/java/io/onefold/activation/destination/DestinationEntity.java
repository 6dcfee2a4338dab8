package io.onefold.activation.destination;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** The row of a destination. */
@Entity(name = "destination")
@Table(name = "destination")
public class DestinationEntity extends PanacheEntityBase {
    @Id
    public UUID id;

    @Column(columnDefinition = "text")
    public String workspace;

    @Column(columnDefinition = "text")
    public String name;

    @Column(columnDefinition = "text")
    public String definition;

    @Column(name = "update_time")
    public Instant updateTime;
}
