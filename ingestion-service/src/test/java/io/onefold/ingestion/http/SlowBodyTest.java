package io.onefold.ingestion.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.devstack.Wait;
import io.onefold.ingestion.OnStack;
import io.onefold.ingestion.intake.ReceivedBytes;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** Bodies that never end: more of them than there are worker threads keep nobody waiting, and each is told in the end. */
@QuarkusTest
class SlowBodyTest extends OnStack {
    /** Quarkus has 200 workers on a small machine. */
    private static final int SLOW = 250;
    /** So many as fit into what may arrive at once. */
    private static final int TOO_LARGE = 3;

    private static final int MOST_OF_IT = 700_000;

    @Inject
    ReceivedBytes received;

    @Test
    void slowBodiesHoldNoThread() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW; i++) {
                slow.add(slowCall());
            }
            given().header("X-Write-Key", "dev-web")
                    .body("{\"batch\":[{\"type\":\"page\",\"userId\":\"slow\",\"messageId\":\"" + UUID.randomUUID()
                            + "\"}]}")
                    .post("/v1/batch")
                    .then()
                    .statusCode(200)
                    .body("accepted", equalTo(1));
            for (Socket one : slow) {
                String answer = answer(one);
                assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
            }
            Wait.until(Duration.ofMinutes(1), "all is given back", () -> received.held() == 0);
        } finally {
            for (Socket one : slow) {
                one.close();
            }
        }
    }

    /** Too large for any answer but one, which is given at its end. */
    @Test
    void slowBodiesThatAreTooLargeHoldNoThreadEither() throws Exception {
        // The first call of a test takes its time.
        answered();
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < TOO_LARGE; i++) {
                slow.add(slowCall("Content-Length: " + (MOST_OF_IT + 1)));
                slow.add(slowCall("Transfer-Encoding: chunked"));
            }
            byte[] most = new byte[MOST_OF_IT];
            for (int i = 0; i < slow.size(); i++) {
                OutputStream out = slow.get(i).getOutputStream();
                if (i % 2 == 1) {
                    out.write((Integer.toHexString(MOST_OF_IT) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                }
                out.write(most);
                out.flush();
            }
            long least = (long) MOST_OF_IT * slow.size();
            Wait.until(Duration.ofMinutes(1), "all but the end has arrived", () -> received.held() >= least);
            answered();
            assertEquals(0, waitingForABody());
            for (int i = 0; i < slow.size(); i++) {
                slow.get(i)
                        .getOutputStream()
                        .write((i % 2 == 1 ? "\r\n0\r\n\r\n" : "x").getBytes(StandardCharsets.US_ASCII));
            }
            for (Socket one : slow) {
                String answer = answer(one);
                assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
            }
            Wait.until(Duration.ofMinutes(1), "all is given back", () -> received.held() == 0);
        } finally {
            for (Socket one : slow) {
                one.close();
            }
        }
    }

    private static void answered() {
        given().header("X-Write-Key", "dev-web")
                .body("{\"batch\":[]}")
                .post("/v1/batch")
                .then()
                .statusCode(200);
    }

    /** How many threads read a body, which has not come to its end. */
    private static long waitingForABody() {
        return Thread.getAllStackTraces().values().stream()
                .filter(frames -> Arrays.stream(frames)
                        .anyMatch(frame -> frame.getClassName().equals(BodyBytes.class.getName())))
                .count();
    }

    private static Socket slowCall() throws IOException {
        Socket socket = slowCall("Content-Length: 1000");
        socket.getOutputStream().write('{');
        return socket;
    }

    private static Socket slowCall(String length) throws IOException {
        URI address = URI.create(ConfigProvider.getConfig().getValue("test.url", String.class));
        Socket socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(60_000);
        socket.getOutputStream()
                .write(("POST /v1/batch HTTP/1.1\r\nHost: x\r\nX-Write-Key: dev-web\r\n" + length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String answer(Socket socket) throws IOException {
        return String.valueOf(
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                        .readLine());
    }
}
