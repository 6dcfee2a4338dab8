package io.onefold.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.onefold.devstack.Wait;
import io.onefold.launcher.client.SuiteClient;
import io.onefold.launcher.running.ServiceKind;
import io.onefold.launcher.running.Suite;
import io.onefold.launcher.running.SuiteOptions;
import io.onefold.proto.ingestion.v1.IngestRequest;
import io.onefold.proto.ingestion.v1.RawEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code ./onefold status} says of the packaged services, without being told where they are. */
class StatusIT {
    private static final int OFFSET = 3500;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private record Said(int code, List<String> lines) {
        String of(String name) {
            return lines.stream()
                    .filter(line -> line.startsWith(name + " "))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Said status(Suite suite) {
        PrintStream before = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            int code = Main.commandLine()
                    .execute("status", "--dir", suite.options().dir().toString());
            return new Said(code, said.toString(StandardCharsets.UTF_8).lines().toList());
        } finally {
            System.setOut(before);
        }
    }

    @Test
    void itShowsWhatRunsAndWhatIsWrongWhateverIsDown() throws Exception {
        SuiteOptions options = SuiteOptions.isolated(
                        SuiteOptions.standard().root().resolve("launcher/target/e2e/status"), OFFSET)
                .withPropertyForAll("onefold.metrics.store-look", "200ms");
        try (Suite suite = Suite.start(options);
                SuiteClient client = new SuiteClient(OFFSET)) {
            Said quiet = status(suite);
            assertEquals(0, quiet.code(), quiet.lines()::toString);
            for (ServiceKind kind : ServiceKind.values()) {
                String line = quiet.of(kind.shortName());
                assertTrue(line.contains(" " + kind.httpPort(OFFSET) + "  ready "), line);
                assertTrue(line.matches(".* \\d+ (events|records|items)/s +\\d+ .*"), line);
            }
            assertTrue(quiet.of("segment").matches(".* \\d+\\.\\d s.*"), quiet.of("segment"));

            // Nobody's: it is kept aside.
            var unused = client.ingestion("dev-web")
                    .ingest(IngestRequest.newBuilder()
                            .addEvents(RawEvent.newBuilder()
                                    .setJson(ByteString.copyFromUtf8("{\"type\":\"page\",\"messageId\":\"m-1\"}")))
                            .build());
            Wait.until(
                    PATIENCE,
                    "the quarantine is shown",
                    () -> status(suite).of("ingestion").endsWith("1 in quarantine"));
            assertEquals(0, status(suite).code(), "what is to be looked at is not unready");

            suite.service("profile").kill();
            Said wounded = status(suite);
            assertNotEquals(0, wounded.code());
            assertTrue(wounded.of("profile").contains(" down "), wounded.of("profile"));
            assertTrue(wounded.of("ingestion").contains(" ready "), wounded.of("ingestion"));
            Wait.until(
                    PATIENCE,
                    "who reads the dead one is ready, and says that it fails",
                    () -> status(suite).of("segment").matches(".* ready .*lanes failing.*"));
        }
    }
}
