package io.onefold.ingestion.source;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A workspace as it is kept. */
@Entity
@Table(name = "workspace")
class WorkspaceRow extends PanacheEntityBase {
    @Id
    String id = "";

    /** Separated by commas. */
    @Column(name = "exclusive_namespaces")
    String exclusiveNamespaces = "";
}
