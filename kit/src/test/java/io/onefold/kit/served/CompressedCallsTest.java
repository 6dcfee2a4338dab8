package io.onefold.kit.served;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.onefold.devstack.DevStackTestResource;
import io.onefold.proto.ingestion.v1.IngestRequest;
import io.onefold.proto.ingestion.v1.RawEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What gRPC compresses is not even read: it may unpack to anything. */
@QuarkusTest
@QuarkusTestResource(
        value = DevStackTestResource.class,
        initArgs = @ResourceArg(name = "fresh-database", value = "onefold_kit"))
class CompressedCallsTest {
    private final ManagedChannel channel = Calls.newChannel();
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        channel.shutdownNow();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Twice as large as any message may be, and sent as a few KiB. */
    private static IngestRequest large() {
        return IngestRequest.newBuilder()
                .addEvents(RawEvent.newBuilder().setJson(ByteString.copyFrom(new byte[32 << 20])))
                .build();
    }

    @Test
    void aCompressedCallIsRefusedWhoeverSendsIt() throws Exception {
        for (String authorization : List.of("Bearer dev-web", "")) {
            StatusRuntimeException refused = assertThrows(
                    StatusRuntimeException.class,
                    () -> Calls.blocking(channel, authorization)
                            .withCompression("gzip")
                            .withDeadlineAfter(60, TimeUnit.SECONDS)
                            .ingest(large()));
            assertEquals(Status.Code.UNIMPLEMENTED, refused.getStatus().getCode());
            assertTrue(
                    String.valueOf(refused.getStatus().getDescription()).contains("compresses"), refused::getMessage);
            com.google.rpc.Status status = StatusProto.fromThrowable(refused);
            assertEquals(
                    "COMPRESSED", status.getDetails(0).unpack(ErrorInfo.class).getReason());
        }
        // The connection is the same.
        assertEquals(
                1,
                Calls.blocking(channel, "Bearer dev-read")
                        .getLedger(Calls.request("nothing"))
                        .getEntriesCount());
    }

    /** Of two headers, who checks must not take the one and who unpacks the other. */
    @Test
    void oneOfSeveralEncodingsIsEnough() throws Exception {
        assertEquals("12", status("gzip", "identity"));
        assertEquals("12", status("identity", "gzip"));
        assertEquals("0", status("identity"));
    }

    private String status(String... encodings) throws Exception {
        HttpClientOptions options =
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false);
        return vertx.createHttpClient(options)
                .request(HttpMethod.POST, Calls.port(), "localhost", "/onefold.ingestion.v1.IngestionService/GetLedger")
                .compose(request -> request.putHeader("content-type", "application/grpc")
                        .putHeader("te", "trailers")
                        .putHeader("authorization", "Bearer dev-read")
                        .putHeader("grpc-encoding", (Iterable<String>) List.of(encodings))
                        .send(message()))
                .compose(response -> response.body().map(read -> status(response)))
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    /** Where there is no message, the status stands in the headers. */
    private static String status(HttpClientResponse response) {
        String inHeaders = response.getHeader("grpc-status");
        return inHeaders == null ? String.valueOf(response.getTrailer("grpc-status")) : inHeaders;
    }

    private static Buffer message() {
        byte[] bytes = Calls.request("nothing").toByteArray();
        return Buffer.buffer().appendByte((byte) 0).appendInt(bytes.length).appendBytes(bytes);
    }
}
