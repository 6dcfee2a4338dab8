package io.onefold.activation.campaign;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once all campaigns have begun: whoever sends data after that can count on them. */
@Readiness
@ApplicationScoped
class BeginningsCheck implements HealthCheck {
    private final Beginnings beginnings;

    BeginningsCheck(Beginnings beginnings) {
        this.beginnings = beginnings;
    }

    @Override
    public HealthCheckResponse call() {
        int waiting = beginnings.waiting().size();
        return HealthCheckResponse.named("campaigns have begun")
                .status(waiting == 0)
                .withData("waiting", waiting)
                .build();
    }
}
