package io.onefold.ingestion.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.onefold.ingestion.filing.EventIngestor;
import io.onefold.ingestion.filing.Filed;
import io.onefold.ingestion.source.SourceRegistry;
import io.onefold.kit.access.Caller;
import io.onefold.kit.error.StatusRenderer;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The batch call of the tracking API, under the paths that SDKs use for it. Each event goes the same way as by Ingest. */
@Path("/v1/{call: (batch|import|b)/?}")
public class TrackingResource {
    private static final ObjectWriter JSON = JsonMapper.builder().build().writer();
    private static final String RETRY_SECONDS = "1";

    private final EventIngestor ingestor;
    private final StatusRenderer renderer;
    private final WriteKeys writeKeys;

    TrackingResource(EventIngestor ingestor, StatusRenderer renderer, SourceRegistry sources) {
        this.ingestor = ingestor;
        this.renderer = renderer;
        this.writeKeys = new WriteKeys(sources);
    }

    /** Takes any content type: SDKs say text/plain or form data, and send JSON. */
    @POST
    @Blocking
    @Consumes(MediaType.WILDCARD)
    public Response batch(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam("X-Write-Key") @Nullable String writeKey,
            byte @Nullable [] body) {
        try {
            Batch batch = Batch.read(BodyBytes.of(body == null ? new byte[0] : body));
            Caller caller = writeKeys.caller(authorization, writeKey, batch.writeKey());
            Filed filed = batch.events().isEmpty() ? new Filed(List.of(), "") : ingestor.ingest(caller, batch.events());
            return answer(200, BatchAnswer.of(filed)).build();
        } catch (MalformedBatch malformed) {
            return answer(400, Map.of("code", malformed.code(), "message", String.valueOf(malformed.getMessage())))
                    .build();
        } catch (RuntimeException failure) {
            return failed(failure);
        }
    }

    /** Browsers ask first, as the authorization header is not one that they send unasked. */
    @OPTIONS
    public Response options() {
        return Response.noContent()
                .header("Access-Control-Allow-Origin", "*")
                .header("Access-Control-Allow-Methods", "POST, OPTIONS")
                .header("Access-Control-Allow-Headers", "authorization, content-type, x-retry-count, x-write-key")
                .header("Access-Control-Max-Age", "86400")
                .build();
    }

    private Response failed(RuntimeException failure) {
        io.grpc.Status status = renderer.render(failure).getStatus();
        String message = String.valueOf(status.getDescription());
        Map<String, String> body = Map.of("code", status.getCode().name().toLowerCase(Locale.ROOT), "message", message);
        return switch (status.getCode()) {
            case UNAUTHENTICATED -> answer(401, body).build();
            case RESOURCE_EXHAUSTED ->
                answer(429, body).header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS).build();
            case UNAVAILABLE ->
                answer(503, body).header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS).build();
            default -> answer(500, body).build();
        };
    }

    private static Response.ResponseBuilder answer(int status, Object body) {
        try {
            return Response.status(status)
                    .type(MediaType.APPLICATION_JSON)
                    .header("Access-Control-Allow-Origin", "*")
                    .entity(JSON.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("our own answers are JSON", e);
        }
    }
}
