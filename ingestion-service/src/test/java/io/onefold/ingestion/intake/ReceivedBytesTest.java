package io.onefold.ingestion.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.onefold.devstack.Wait;
import io.onefold.ingestion.OnStack;
import io.onefold.proto.ingestion.v1.IngestResponse;
import io.onefold.proto.ingestion.v1.Verdict;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many callers in the middle of large messages: together they hold what the service can bear, and the next one is told to come back. */
@QuarkusTest
class ReceivedBytesTest extends OnStack {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** Two fit, three do not. */
    private static final int SENT = 8_000_000;

    private static final int PROMISED = 16_000_000;

    @Inject
    ReceivedBytes received;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = vertx.createHttpClient(new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setHttp2ClearTextUpgrade(false)
            .setHttp2MaxPoolSize(4));

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** A call that has sent half of its message and goes no further. */
    private HttpClientRequest halfAMessage(String method, String key) throws Exception {
        HttpClientRequest request = post("/onefold.ingestion.v1.IngestionService/" + method);
        request.putHeader("content-type", "application/grpc")
                .putHeader("te", "trailers")
                .putHeader("authorization", "Bearer " + key)
                .setChunked(true);
        var unused = request.write(
                Buffer.buffer().appendByte((byte) 0).appendInt(PROMISED).appendBytes(new byte[SENT]));
        return request;
    }

    private HttpClientRequest post(String path) throws Exception {
        URI address = URI.create(ConfigProvider.getConfig().getValue("test.url", String.class));
        return http.request(HttpMethod.POST, address.getPort(), address.getHost(), path)
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    private static HttpClientResponse answer(HttpClientRequest request) throws Exception {
        return request.response().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    /** Where there is no message, the status stands in the headers. */
    private static String status(HttpClientResponse response) {
        return String.valueOf(response.getHeader("grpc-status"));
    }

    private Verdict.Outcome sendOne() {
        IngestResponse response = service.ingest(
                "dev-web",
                "{\"type\":\"track\",\"event\":\"x\",\"userId\":\"r-1\",\"messageId\":\"" + UUID.randomUUID() + "\"}");
        return response.getVerdicts(0).getOutcome();
    }

    @Test
    void halvesOfMessagesAreBounded() throws Exception {
        for (String method : List.of("Ingest", "IngestStream")) {
            List<HttpClientRequest> halves = new ArrayList<>();
            for (int i = 1; i <= 2; i++) {
                halves.add(halfAMessage(method, "dev-web"));
                long least = (long) i * SENT;
                Wait.until(PATIENCE, "the half has arrived", () -> received.held() >= least);
            }
            HttpClientRequest tooMuch = halfAMessage(method, "dev-web");
            assertEquals(Integer.toString(Status.Code.RESOURCE_EXHAUSTED.value()), status(answer(tooMuch)));
            Wait.until(PATIENCE, "what was refused is let go", () -> received.held() < 2 * SENT + 1_000);
            // The first two are left in peace, and small ones find a place beside them.
            assertEquals(Verdict.Outcome.OUTCOME_ACCEPTED, sendOne());
            assertTrue(received.held() >= 2 * SENT, () -> "held: " + received.held());
            for (HttpClientRequest half : halves) {
                boolean reset = half.reset();
                assertTrue(reset);
            }
            Wait.until(PATIENCE, "all is given back", () -> received.held() == 0);
        }
    }

    /** Who is refused for another reason is not listened to any longer either: nobody would count it. */
    @Test
    void aStrangersHalfIsLetGo() throws Exception {
        HttpClientRequest stranger = halfAMessage("Ingest", "nobody");
        CompletableFuture<Throwable> reset = new CompletableFuture<>();
        stranger.exceptionHandler(reset::complete);
        assertEquals(Integer.toString(Status.Code.UNAUTHENTICATED.value()), status(answer(stranger)));
        assertTrue(reset.get(60, TimeUnit.SECONDS) instanceof StreamResetException);
        Wait.until(PATIENCE, "all is given back", () -> received.held() == 0);
    }

    /** A body that stops in the middle, over HTTP/2: the call is told, and its connection lives on. */
    @Test
    void aSlowBodyEndsItsOwnCallOnly() throws Exception {
        HttpClientRequest slow = post("/v1/batch").putHeader("x-write-key", "dev-web");
        var unused = slow.setChunked(true).write("{");
        assertEquals(408, answer(slow).statusCode());
        HttpClientRequest next = post("/v1/batch").putHeader("x-write-key", "dev-web");
        var sent = next.send("{\"batch\":[]}");
        assertEquals(
                200,
                sent.toCompletionStage()
                        .toCompletableFuture()
                        .get(60, TimeUnit.SECONDS)
                        .statusCode());
        Wait.until(PATIENCE, "all is given back", () -> received.held() == 0);
    }

    @Test
    void whatIsAnsweredIsGivenBack() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertEquals(Verdict.Outcome.OUTCOME_ACCEPTED, sendOne());
        }
        Wait.until(PATIENCE, "all is given back", () -> received.held() == 0);
    }

    @Test
    void aShareOfTheHeapUnlessConfigured() {
        long most = Runtime.getRuntime().maxMemory();
        assertEquals(Math.max(1, most / 8), HeapShare.of("p", OptionalLong.empty(), 1));
        assertEquals(most, HeapShare.of("p", OptionalLong.empty(), most));
        assertEquals(7, HeapShare.of("p", OptionalLong.of(7), 7));
        assertThrows(IllegalArgumentException.class, () -> HeapShare.of("p", OptionalLong.of(6), 7));
    }
}
