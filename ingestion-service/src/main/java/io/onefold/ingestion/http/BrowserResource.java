package io.onefold.ingestion.http;

import io.onefold.ingestion.source.SourceRegistry;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;

/** What the browser's SDK asks and tells beside its events. */
@Path("/v1")
public class BrowserResource {
    private final SourceRegistry sources;

    BrowserResource(SourceRegistry sources) {
        this.sources = sources;
    }

    /** Asked once per page, before anything is sent: send everything, and to us. */
    @GET
    @Path("projects/{writeKey}/settings")
    public Response settings(@PathParam("writeKey") String writeKey, @Context UriInfo uri) {
        if (sources.find(writeKey).isEmpty()) {
            return Answers.json(404, Map.of("code", "not_found", "message", "no source has this write key"))
                    .build();
        }
        String host = uri.getBaseUri().getAuthority() + "/v1";
        return Answers.json(
                        200,
                        Map.of(
                                "integrations", Map.of("Segment.io", Map.of("apiKey", writeKey, "apiHost", host)),
                                "plan", Map.of("track", Map.of("__default", Map.of("enabled", true)))))
                .build();
    }

    /** The SDK's counters of its own work. They are about nobody and are not kept; refused, the SDK would only send them again. */
    @POST
    @Path("m{slash: /?}")
    @Consumes(MediaType.WILDCARD)
    public Response metrics() {
        return Answers.json(200, Map.of("success", true)).build();
    }

    @OPTIONS
    @Path("m{slash: /?}")
    public Response metricsOptions() {
        return Answers.preflight("POST, OPTIONS");
    }

    @OPTIONS
    @Path("projects/{writeKey}/settings")
    public Response settingsOptions() {
        return Answers.preflight("GET, OPTIONS");
    }
}
