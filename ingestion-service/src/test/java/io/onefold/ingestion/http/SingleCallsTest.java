package io.onefold.ingestion.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.ingestion.OnStack;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.EventType;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that bring one event, of the type that their path says. */
@QuarkusTest
class SingleCallsTest extends OnStack {
    /** As a beacon sends it: plain text, without any header of its own. */
    private static ValidatableResponse post(String path, String body) {
        return given().header("Content-Type", "text/plain;charset=UTF-8")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post(path)
                .then();
    }

    private static String event(String fields) {
        return "{\"writeKey\":\"dev-web\",\"messageId\":\"%s\",\"userId\":\"single-1\",%s}"
                .formatted(UUID.randomUUID(), fields);
    }

    @ParameterizedTest
    @CsvSource({
        "track,t,TRACK",
        "identify,i,IDENTIFY",
        "page,p,PAGE",
        "screen,s,SCREEN",
        "group,g,GROUP",
        "alias,a,ALIAS"
    })
    void thePathSaysTheType(String path, String shortPath, String type) {
        String fields = "\"event\":\"Seen\",\"name\":\"Seen\",\"groupId\":\"g-1\",\"previousId\":\"p-1\"";
        for (String call : new String[] {path, path + "/", shortPath, shortPath + "/"}) {
            String id = post("/v1/" + call, event(fields))
                    .statusCode(200)
                    .header("Access-Control-Allow-Origin", "*")
                    .body("success", equalTo(true), "accepted", equalTo(1), "verdicts[0].outcome", equalTo("accepted"))
                    .extract()
                    .path("verdicts[0].eventId");
            Event filed = service.event("dev-read", id);
            assertEquals(EventType.valueOf("EVENT_TYPE_" + type), filed.getType());
        }
    }

    /** An SDK that repeats the type, and one that batches what another sends alone, mean the same event. */
    @Test
    void theSameEventByPathAndByBatchIsADuplicateWithoutConflict() {
        String bare = event("\"event\":\"Seen\",\"properties\":{\"n\":1.50}");
        String typed = bare.replace("\"userId\"", "\"type\":\"track\",\"userId\"");
        post("/v1/track", bare).body("verdicts[0].outcome", equalTo("accepted"));
        post("/v1/t", typed).body("verdicts[0].outcome", equalTo("duplicate"), "verdicts[0].conflict", equalTo(null));
        post("/v1/batch", "{\"writeKey\":\"dev-web\",\"batch\":[" + typed + "]}")
                .body("verdicts[0].outcome", equalTo("duplicate"), "verdicts[0].conflict", equalTo(null));
    }

    /** The browser's SDK counts its attempts in the event. */
    @Test
    void anotherAttemptOfTheSdkIsNoConflict() {
        String first = event("\"event\":\"Seen\",\"_metadata\":{\"bundled\":[]}");
        String second = first.replace("{\"bundled\":[]}", "{\"bundled\":[],\"retryCount\":2}");
        post("/v1/t", first).body("verdicts[0].outcome", equalTo("accepted"));
        post("/v1/t", second).body("verdicts[0].outcome", equalTo("duplicate"), "verdicts[0].conflict", equalTo(null));
    }

    @Test
    void anEventThatSaysAnotherTypeThanItsPathIsKeptAside() {
        String page = event("\"type\":\"page\",\"name\":\"home\",\"event\":\"Seen\"");
        post("/v1/track", page)
                .statusCode(200)
                .body("accepted", equalTo(0))
                .body("verdicts[0].outcome", equalTo("quarantined"), "verdicts[0].reason", equalTo("type_conflict"))
                .body("verdicts[0].detail", containsString("track"));
        post("/v1/track", event("\"type\":7,\"event\":\"Seen\"")).body("verdicts[0].reason", equalTo("type_conflict"));
        long before = service.ledger("dev-read", "web").getReasonsOrDefault("missing_event", 0);
        post("/v1/track", event("\"type\":null")).body("verdicts[0].reason", equalTo("missing_event"));
        assertEquals(before + 1, service.ledger("dev-read", "web").getReasonsOrDefault("missing_event", 0));
    }

    @Test
    void anAliasToOneselfIsNoError() {
        post("/v1/a", event("\"type\":\"alias\",\"previousId\":\"single-1\""))
                .statusCode(200)
                .body("verdicts[0].outcome", equalTo("accepted"));
    }

    @Test
    void gzipIsTakenHereToo() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(event("\"name\":\"home\"").getBytes(StandardCharsets.UTF_8));
        }
        given().header("Content-Encoding", "gzip")
                .header("Content-Type", "application/json")
                .body(out.toByteArray())
                .post("/v1/page")
                .then()
                .statusCode(200)
                .body("accepted", equalTo(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"event\":|json", "[]|json_not_object", "{} {}|json", "|json_not_object", "7|json_not_object"})
    void aBodyThatIsNoObjectIsRefused(String body, String code) {
        post("/v1/track", body == null ? "" : body)
                .statusCode(400)
                .body("code", equalTo(code), "message", not(equalTo("")));
    }

    @Test
    void whatIsWrongInsideTheEventIsAVerdict() {
        post("/v1/track", event("\"a\":1,\"a\":2")).statusCode(200).body("verdicts[0].reason", equalTo("json"));
        post("/v1/track", event("\"event\":\"x\",\"x\":\"" + "x".repeat(33_000) + "\""))
                .statusCode(200)
                .body("verdicts[0].reason", equalTo("too_large"));
        post("/v1/track", event("\"event\":\"x\",\"x\":" + "[".repeat(3000) + "]".repeat(3000)))
                .statusCode(200)
                .body("verdicts[0].reason", equalTo("too_deep"));
    }

    @Test
    void withoutAKnownWriteKeyNobodySends() {
        String unknown = event("\"event\":\"x\"").replace("dev-web", "nobody");
        post("/v1/track", unknown).statusCode(401).body("code", equalTo("unauthenticated"));
        given().auth()
                .preemptive()
                .basic("dev-web", "")
                .body(unknown)
                .post("/v1/track")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/track", "/v1/t", "/v1/alias/", "/v1/m", "/v1/projects/dev-web/settings"})
    void aBrowserMayAskFirst(String path) {
        given().header("Origin", "https://shop.example.com")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type")
                .options(path)
                .then()
                .statusCode(204)
                .header("Access-Control-Allow-Origin", "*")
                .header("Access-Control-Allow-Headers", containsString("authorization"));
    }

    @Test
    void theBrowsersSdkIsToldToSendHere() {
        String host = given().get("/v1/projects/dev-web/settings")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", "*")
                .body("integrations.'Segment.io'.apiKey", equalTo("dev-web"))
                .body("plan.track.__default.enabled", equalTo(true))
                .extract()
                .path("integrations.'Segment.io'.apiHost");
        assertTrue(host.matches("[^/]+:\\d+/v1"), host);
        given().get("/v1/projects/nobody/settings").then().statusCode(404);
        post(
                        "/v1/m",
                        "{\"series\":[{\"type\":\"Counter\",\"metric\":\"analytics_js.invoke\",\"value\":1,\"tags\":{}}]}")
                .statusCode(200)
                .body("success", equalTo(true));
    }

    @Test
    void anUnknownCallIsNotFound() {
        post("/v1/dance", event("\"event\":\"x\"")).statusCode(404);
        post("/v1/trackx", event("\"event\":\"x\"")).statusCode(404);
    }
}
