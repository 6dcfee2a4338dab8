package io.onefold.ingestion.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.ingestion.OnStack;
import io.onefold.proto.type.v1.Event;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TrackingApiTest extends OnStack {
    private static String page(String user) {
        return "{\"type\":\"page\",\"name\":\"home\",\"userId\":\"%s\",\"messageId\":\"%s\"}"
                .formatted(user, UUID.randomUUID());
    }

    private static String basic(String writeKey) {
        return "Basic " + Base64.getEncoder().encodeToString((writeKey + ":").getBytes(StandardCharsets.UTF_8));
    }

    private static ValidatableResponse post(String path, String contentType, byte[] body) {
        return given().header("Authorization", basic("dev-web"))
                .header("Content-Type", contentType)
                .body(body)
                .post(path)
                .then();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes(text));
        }
        return out.toByteArray();
    }

    @Test
    void aBatchIsTakenUnderEveryContentTypeAndPath() {
        post("/v1/batch", "application/json", bytes("{\"batch\":[" + page("h-1") + "]}"))
                .statusCode(200)
                .body("success", equalTo(true), "accepted", equalTo(1), "verdicts[0].outcome", equalTo("accepted"));
        post("/v1/batch/", "text/plain", bytes("{\"batch\":[" + page("h-1") + "]}"))
                .statusCode(200)
                .body("accepted", equalTo(1));
        post("/v1/import/", "application/json; charset=UTF-8", bytes("{\"batch\":[" + page("h-1") + "]}"))
                .statusCode(200);
    }

    /** As one SDK sends it; rest-assured would insist on encoding a form. */
    @Test
    void gzipIsSeenWhateverTheContentTypeSays() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(ConfigProvider.getConfig().getValue("test.url", String.class) + "/v1/batch"))
                .header("Authorization", basic("dev-web"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(gzip("{\"batch\":[" + page("h-1") + "]}")))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), response.body());
    }

    @Test
    void theWriteKeyMayStandInTheBodyOrInAHeaderOfItsOwn() {
        given().body(bytes("{\"batch\":[" + page("h-2") + "],\"writeKey\":\"dev-web\"}"))
                .post("/v1/batch")
                .then()
                .statusCode(200);
        given().header("X-Write-Key", "dev-web:secret")
                .body(bytes("{\"batch\":[" + page("h-2") + "],\"writeKey\":\"***\"}"))
                .post("/v1/batch")
                .then()
                .statusCode(200);
        given().body(bytes("{\"batch\":[" + page("h-2") + "],\"writeKey\":\"nobody\"}"))
                .post("/v1/batch")
                .then()
                .statusCode(401)
                .body("code", equalTo("unauthenticated"), "message", containsString("credential"));
        given().header("Authorization", "Bearer dev-read")
                .body(bytes("{\"batch\":[]}"))
                .post("/v1/batch")
                .then()
                .statusCode(401);
    }

    /** OAuth, as SDKs have it: the token is not ours to know, and the key stands in the body. */
    @Test
    void anUnknownBearerLeavesItToTheKeyInTheBody() {
        given().header("Authorization", "Bearer eyJhbGciOiJSUzI1NiJ9.of.somebody-else")
                .body(bytes("{\"batch\":[" + page("h-2") + "],\"writeKey\":\"dev-web\"}"))
                .post("/v1/batch")
                .then()
                .statusCode(200)
                .body("accepted", equalTo(1));
        given().header("Authorization", "Bearer eyJhbGciOiJSUzI1NiJ9.of.somebody-else")
                .body(bytes(page("h-2").replace("{", "{\"writeKey\":\"dev-web\",")))
                .post("/v1/p")
                .then()
                .statusCode(200);
        given().header("Authorization", "Bearer eyJhbGciOiJSUzI1NiJ9.of.somebody-else")
                .body(bytes("{\"batch\":[" + page("h-2") + "],\"writeKey\":\"nobody\"}"))
                .post("/v1/batch")
                .then()
                .statusCode(401);
        // A key that nobody has is a mistake to be told, whatever the body says.
        for (String header : List.of("Authorization", "X-Write-Key")) {
            given().header(header, header.startsWith("A") ? basic("nobody") : "nobody")
                    .body(bytes("{\"batch\":[" + page("h-2") + "],\"writeKey\":\"dev-web\"}"))
                    .post("/v1/batch")
                    .then()
                    .statusCode(401);
        }
    }

    @Test
    void whatTheBatchSaysOnceHoldsForEachEvent() {
        String first = page("h-3");
        String second = first.replace("\"type\"", "\"context\":{\"locale\":\"fr\"},\"type\"")
                .replace("\"messageId\":\"", "\"messageId\":\"x");
        String id = post(
                        "/v1/batch",
                        "application/json",
                        bytes("{\"context\":{\"locale\":\"de\",\"library\":{\"name\":\"l\"}},\"batch\":[" + first + ","
                                + second + "]}"))
                .statusCode(200)
                .extract()
                .path("verdicts[1].eventId");
        Event event = service.event("dev-read", id);
        assertEquals("{\"library\":{\"name\":\"l\"},\"locale\":\"fr\"}", event.getContext());
    }

    @Test
    void aBadEventHasItsVerdictAndItsNeighboursGoThrough() {
        post(
                        "/v1/batch",
                        "application/json",
                        bytes("{\"batch\":[" + page("h-4")
                                + ",{\"type\":\"dance\",\"userId\":\"h-4\"},[],{\"type\":\"page\",\"type\":\"page\"},"
                                + "{\"a\":" + "[".repeat(2000) + "]".repeat(2000) + "}," + page("h-4") + "]}"))
                .statusCode(200)
                .body(
                        "verdicts.outcome",
                        equalTo(List.of("accepted", "quarantined", "rejected", "rejected", "quarantined", "accepted")))
                .body(
                        "verdicts.reason",
                        equalTo(Arrays.asList(null, "unknown_type", "json_not_object", "json", "too_deep", null)));
    }

    @Test
    void onlyABodyThatCanNeverBeTakenIsRefused() {
        post("/v1/batch", "application/json", bytes("{\"batch\":["))
                .statusCode(400)
                .body("code", equalTo("json"));
        post("/v1/batch", "application/json", bytes("[]")).statusCode(400).body("code", equalTo("json_not_object"));
        post("/v1/batch", "application/json", bytes("{}")).statusCode(400).body("code", equalTo("missing_batch"));
        post("/v1/batch", "application/json", bytes("{\"batch\":[" + "{},".repeat(2500) + "{}]}"))
                .statusCode(400)
                .body("code", equalTo("too_many"));
        post("/v1/batch", "application/json", bytes("{\"batch\":[],\"x\":\"" + "x".repeat(BodyBytes.MAX) + "\"}"))
                .statusCode(400)
                .body("code", equalTo("too_large"));
        post("/v1/batch", "application/json", bytes("{\"batch\":[]}"))
                .statusCode(200)
                .body("verdicts", hasSize(0), "code", nullValue());
    }

    @Test
    void aSmallBodyCannotBecomeALargeOne() throws IOException {
        post("/v1/batch", "application/json", gzip("{\"batch\":[],\"x\":\"" + "x".repeat(50_000_000) + "\"}"))
                .statusCode(400)
                .body("code", equalTo("too_large"));
    }

    /** What is said once is copied into each event, so it weighs with each. */
    @Test
    void whatIsSaidOnceCannotMakeManyLargeEvents() {
        post(
                        "/v1/batch",
                        "application/json",
                        bytes("{\"context\":{\"x\":\"" + "x".repeat(33_000) + "\"},\"batch\":[" + page("h-5") + ","
                                + page("h-5") + "]}"))
                .statusCode(200)
                .body("verdicts.reason", equalTo(List.of("too_large", "too_large")));
    }

    /** A hundred events of 20 KB are what other requests bring too; thousands are more than may be in hand, and would wait for ever. */
    @Test
    void whatIsSaidOnceForTooManyIsRefusedAtOnce() {
        post("/v1/batch", "application/json", saidOnceForEach(20_000, 100))
                .statusCode(200)
                .body("accepted", equalTo(100));
        post("/v1/batch", "application/json", saidOnceForEach(20_000, 2_000))
                .statusCode(400)
                .body("code", equalTo("too_large"), "message", containsString("says once"));
        // Beyond the limit of an event nothing is copied: each is refused for itself.
        post("/v1/batch", "application/json", saidOnceForEach(33_000, 2_000))
                .statusCode(200)
                .body("accepted", equalTo(0), "verdicts", hasSize(2_000));
    }

    private static byte[] saidOnceForEach(int bytes, int events) {
        String batch = Stream.generate(() -> page("h-7")).limit(events).collect(Collectors.joining(","));
        return bytes("{\"context\":{\"x\":\"" + "x".repeat(bytes) + "\"},\"batch\":[" + batch + "]}");
    }

    /** With its length said before or not. */
    @Test
    void aBodyFarBeyondTheLimitIsRefusedWithItsReason() throws Exception {
        byte[] large = bytes("{\"batch\":[],\"x\":\"" + "x".repeat(8 << 20) + "\"}");
        for (HttpRequest.BodyPublisher body : List.of(
                HttpRequest.BodyPublishers.ofByteArray(large),
                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))) {
            HttpResponse<String> response = send("dev-web", body);
            assertEquals(400, response.statusCode(), response.body());
            assertTrue(response.body().contains("too_large"), response.body());
        }
    }

    /** What the body holds, and how much, does not matter then. */
    @Test
    void anUnknownKeyInAHeaderIsRefusedBeforeTheBodyIsLookedAt() throws Exception {
        for (byte[] body : List.of(
                bytes("x".repeat(8 << 20)), bytes("{\"writeKey\":\"dev-web\",\"batch\":[" + page("h-8") + "]}"))) {
            HttpResponse<String> response =
                    send("nobody", HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
            assertEquals(401, response.statusCode(), response.body());
            assertTrue(response.body().contains("unauthenticated"), response.body());
        }
        // One known key of two is enough, and a header without one leaves it to the body.
        given().header("Authorization", basic("nobody"))
                .header("X-Write-Key", "dev-web")
                .body(bytes("{\"batch\":[" + page("h-8") + "]}"))
                .post("/v1/batch")
                .then()
                .statusCode(200);
        given().header("Authorization", basic(""))
                .body(bytes("{\"writeKey\":\"dev-web\",\"batch\":[" + page("h-8") + "]}"))
                .post("/v1/batch")
                .then()
                .statusCode(200);
    }

    private static HttpResponse<String> send(String writeKey, HttpRequest.BodyPublisher body) throws Exception {
        URI uri = URI.create(ConfigProvider.getConfig().getValue("test.url", String.class) + "/v1/batch");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", basic(writeKey))
                .POST(body)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aBodyInUtf16IsNoJsonForUs() {
        post("/v1/batch", "application/json", ("{\"batch\":[" + page("h-6") + "]}").getBytes(StandardCharsets.UTF_16BE))
                .statusCode(400)
                .body("code", equalTo("json"));
    }

    @Test
    void aBrowserMayAskFirst() {
        given().header("Origin", "https://shop.example.com")
                .header("Access-Control-Request-Method", "POST")
                .options("/v1/batch")
                .then()
                .statusCode(204)
                .header("Access-Control-Allow-Origin", "*")
                .header("Access-Control-Allow-Headers", containsString("authorization"));
    }
}
