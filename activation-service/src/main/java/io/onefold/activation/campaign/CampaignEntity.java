package io.onefold.activation.campaign;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** The row of a campaign. */
@Entity(name = "campaign")
@Table(name = "campaign")
public class CampaignEntity extends PanacheEntityBase {
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
