package io.onefold.ingestion.http;

import io.onefold.ingestion.event.Arrival;
import io.onefold.ingestion.filing.EventIngestor;
import io.onefold.ingestion.filing.Filed;
import io.onefold.ingestion.source.SourceRegistry;
import io.onefold.kit.access.Caller;
import io.onefold.kit.error.StatusRenderer;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the tracking API, under the paths that SDKs use for them: many events in a batch, or one whose type the path says. Each event
 * goes the same way as by Ingest.
 */
@Path("/v1/{call: (batch|import|b|track|identify|page|screen|group|alias|t|i|p|s|g|a)}{slash: /?}")
public class TrackingResource {
    private static final String RETRY_SECONDS = "1";
    /** What a call for one event is for, by the long and by the short path that browsers use; the other calls bring a batch. */
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("track", "track"),
            Map.entry("t", "track"),
            Map.entry("identify", "identify"),
            Map.entry("i", "identify"),
            Map.entry("page", "page"),
            Map.entry("p", "page"),
            Map.entry("screen", "screen"),
            Map.entry("s", "screen"),
            Map.entry("group", "group"),
            Map.entry("g", "group"),
            Map.entry("alias", "alias"),
            Map.entry("a", "alias"));

    private final EventIngestor ingestor;
    private final StatusRenderer renderer;
    private final WriteKeys writeKeys;
    private final Executor workers;

    TrackingResource(EventIngestor ingestor, StatusRenderer renderer, SourceRegistry sources, Executor workers) {
        this.workers = workers;
        this.ingestor = ingestor;
        this.renderer = renderer;
        this.writeKeys = new WriteKeys(sources);
    }

    /**
     * Takes any content type: SDKs say text/plain or form data, and send JSON. The body is read on the event loop, so that a slow one holds
     * no thread; what is done with it is not.
     */
    @POST
    @NonBlocking
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> call(
            @PathParam("call") String call,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam("X-Write-Key") @Nullable String writeKey,
            @Nullable InputStream body) {
        InputStream sent = body == null ? InputStream.nullInputStream() : body;
        return Uni.createFrom()
                .item(() -> answer(call, authorization, writeKey, sent))
                .runSubscriptionOn(workers);
    }

    private Response answer(String call, @Nullable String authorization, @Nullable String writeKey, InputStream body) {
        try {
            Response answer = taken(call, authorization, writeKey, body);
            BodyBytes.discard(body);
            return answer;
        } catch (IOException gone) {
            throw new UncheckedIOException("a body that was not sent to its end", gone);
        }
    }

    private Response taken(String call, @Nullable String authorization, @Nullable String writeKey, InputStream body)
            throws IOException {
        try {
            Optional<Caller> known = writeKeys.inHeaders(authorization, writeKey);
            Batch batch = batch(call, BodyBytes.of(body));
            Caller caller = known.orElseGet(() -> writeKeys.inBody(batch.writeKey()));
            return Answers.json(200, BatchAnswer.of(file(caller, batch.events())))
                    .build();
        } catch (MalformedBatch malformed) {
            return Answers.json(
                            400, Map.of("code", malformed.code(), "message", String.valueOf(malformed.getMessage())))
                    .build();
        } catch (RuntimeException failure) {
            return failed(failure);
        }
    }

    private Filed file(Caller caller, List<Arrival> events) {
        if (events.isEmpty()) {
            return new Filed(List.of(), "");
        }
        if (ingestor.isTooHeavy(events)) {
            throw new MalformedBatch(
                    "too_large",
                    "what the batch says once weighs with each of its events, together at most "
                            + EventIngestor.MAX_BYTES + " bytes; send smaller batches");
        }
        return ingestor.ingest(caller, events);
    }

    private static Batch batch(String call, byte[] json) {
        String type = TYPES.get(call);
        return type == null ? Batch.read(json) : Batch.ofOne(json, type);
    }

    /** Browsers ask first, as the authorization header is not one that they send unasked. */
    @OPTIONS
    public Response options() {
        return Answers.preflight("POST, OPTIONS");
    }

    private Response failed(RuntimeException failure) {
        io.grpc.Status status = renderer.render(failure).getStatus();
        String message = String.valueOf(status.getDescription());
        Map<String, String> body = Map.of("code", status.getCode().name().toLowerCase(Locale.ROOT), "message", message);
        return switch (status.getCode()) {
            case UNAUTHENTICATED -> Answers.json(401, body).build();
            case RESOURCE_EXHAUSTED ->
                Answers.json(429, body)
                        .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                        .build();
            case UNAVAILABLE ->
                Answers.json(503, body)
                        .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                        .build();
            default -> Answers.json(500, body).build();
        };
    }
}
