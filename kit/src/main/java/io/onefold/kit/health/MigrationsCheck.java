package io.onefold.kit.health;

import io.onefold.kit.sql.Migrations;
import io.onefold.kit.sql.Migrations.Count;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while the database has at least the migrations that it had when this replica had started: a later version may bring more, but a
 * store that was put back to an earlier version has tables that this replica does not know.
 */
@Readiness
@ApplicationScoped
class MigrationsCheck implements HealthCheck {
    private final Migrations migrations;
    private volatile long needed;

    MigrationsCheck(Migrations migrations) {
        this.migrations = migrations;
    }

    void start(@Observes StartupEvent start) {
        needed = migrations.count().applied();
    }

    @Override
    public HealthCheckResponse call() {
        Count count = migrations.count();
        return HealthCheckResponse.named("database is migrated")
                .status(count.failed() == 0 && count.applied() >= needed)
                .withData("applied", count.applied())
                .withData("needed", needed)
                .withData("failed", count.failed())
                .build();
    }
}
