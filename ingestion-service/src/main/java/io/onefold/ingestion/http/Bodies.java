package io.onefold.ingestion.http;

import io.onefold.ingestion.IngestionConfig;
import io.onefold.ingestion.intake.Arrivals;
import io.onefold.ingestion.intake.ReceivedBytes;
import io.onefold.ingestion.source.SourceRegistry;
import io.onefold.kit.error.Failure;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Watches over the bodies that arrive: how long each takes, and how much all of them hold. */
@ApplicationScoped
class Bodies {
    private static final int BEFORE_ALL_OTHERS = -1_000;

    private final ReceivedBytes received;
    private final Duration limit;
    private final WriteKeys writeKeys;
    private final long keptAway;

    Bodies(
            ReceivedBytes received,
            IngestionConfig config,
            SourceRegistry sources,
            @ConfigProperty(name = "quarkus.rest.input-buffer-size") MemorySize buffer) {
        this.received = received;
        this.limit = config.bodyTime();
        this.writeKeys = new WriteKeys(sources);
        this.keptAway = buffer.asLongValue();
    }

    void routes(@Observes Router router) {
        var unused = router.post("/v1/*").order(BEFORE_ALL_OTHERS).handler(this::watch);
    }

    private void watch(RoutingContext call) {
        ArrivingBody body = new ArrivingBody(call, received.open(), limit, keptAway, () -> isNobodys(call.request()));
        Arrivals arrivals = Arrivals.on(call.request().connection());
        arrivals.add(body);
        long timer = call.vertx().setTimer(limit.toMillis(), late -> body.late());
        var unused = call.addEndHandler(answered -> {
            boolean inTime = call.vertx().cancelTimer(timer);
            arrivals.remove(body);
            body.close();
        });
        call.next();
    }

    private boolean isNobodys(HttpServerRequest request) {
        try {
            var unused =
                    writeKeys.inHeaders(request.getHeader(HttpHeaders.AUTHORIZATION), request.getHeader("X-Write-Key"));
            return false;
        } catch (Failure unknown) {
            return true;
        }
    }
}
