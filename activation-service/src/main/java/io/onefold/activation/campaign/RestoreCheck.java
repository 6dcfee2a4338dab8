package io.onefold.activation.campaign;

import io.onefold.kit.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while the store is one that was restored and nobody has said what became of the lists: nothing goes out until then. */
@Readiness
@ApplicationScoped
class RestoreCheck implements HealthCheck {
    private final Database database;
    private final StateStore states;

    RestoreCheck(Database database, StateStore states) {
        this.database = database;
        this.states = states;
    }

    @Override
    public HealthCheckResponse call() {
        StateStore.State state = database.snapshot(states::read);
        return HealthCheckResponse.named("a restored store is acknowledged")
                .status(!state.held())
                .withData("epoch", state.epoch())
                .build();
    }
}
