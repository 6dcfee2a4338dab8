package io.onefold.ingestion.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.onefold.ingestion.OnStack;
import io.onefold.ingestion.SharedData;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that real SDKs sent, as they sent them but for the write key. */
@QuarkusTest
class SdkCapturesTest extends OnStack {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "segment-node_200.json",
                "segment-java_200.json",
                "segment-browser-batch_200.json",
                "segment-browser_200.json"
            })
    void whatASdkSendsIsTaken(String file) throws IOException {
        Path capture = SharedData.path("sdk-captures/" + file);
        assumeTrue(Files.exists(capture), () -> "no captures at " + capture);
        int calls = 0;
        for (JsonNode request : new ObjectMapper().readTree(Files.readAllBytes(capture))) {
            if (request.path("method").asText().equals("POST")) {
                send(request);
                calls++;
            }
        }
        assertTrue(calls > 0, "the capture holds no call");
    }

    private static void send(JsonNode request) {
        String body = request.get("body").toString().replace("WK123", "dev-web");
        var call = given().header(
                        "Content-Type",
                        request.get("headers").get("content-type").asText());
        if (request.get("headers").has("authorization")) {
            call.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString("dev-web:".getBytes(StandardCharsets.UTF_8)));
        }
        call.body(body.getBytes(StandardCharsets.UTF_8))
                .post(request.get("url").asText())
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("verdicts.outcome", everyItem(is(oneOf("accepted", "duplicate"))));
    }
}
