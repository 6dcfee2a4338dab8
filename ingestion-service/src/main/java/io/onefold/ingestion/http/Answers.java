package io.onefold.ingestion.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** Answers that a script on any page may read: a write key in a web page is public, and there is no session that could be misused. */
final class Answers {
    private static final ObjectWriter JSON = JsonMapper.builder().build().writer();
    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

    private Answers() {}

    static Response.ResponseBuilder json(int status, Object body) {
        try {
            return Response.status(status)
                    .type(MediaType.APPLICATION_JSON)
                    .header(ALLOW_ORIGIN, "*")
                    .entity(JSON.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("our own answers are JSON", e);
        }
    }

    /** The same before any resource has the call. */
    static Future<Void> refuse(HttpServerResponse response, int status, String code, String message) {
        try {
            return response.setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON)
                    .putHeader(ALLOW_ORIGIN, "*")
                    .end(JSON.writeValueAsString(Map.of("code", code, "message", message)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("our own answers are JSON", e);
        }
    }

    /** What a browser asks before it sends anything but plain text. */
    static Response preflight(String methods) {
        return Response.noContent()
                .header(ALLOW_ORIGIN, "*")
                .header("Access-Control-Allow-Methods", methods)
                .header("Access-Control-Allow-Headers", "authorization, content-type, x-retry-count, x-write-key")
                .header("Access-Control-Max-Age", "86400")
                .build();
    }
}
