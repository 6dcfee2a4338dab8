package io.onefold.kit.served;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.onefold.proto.ingestion.v1.GetLedgerRequest;
import io.onefold.proto.ingestion.v1.IngestionServiceGrpc;
import io.onefold.proto.ingestion.v1.IngestionServiceGrpc.IngestionServiceBlockingStub;
import io.quarkus.grpc.GrpcClient;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;

/** Calls the service under test at its port, as anybody outside would. */
@Singleton
class Calls {
    static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    @GrpcClient("served")
    IngestionServiceBlockingStub injected;

    private final ManagedChannel channel = newChannel();

    /** A connection of its own, for a test that breaks it. */
    static ManagedChannel newChannel() {
        return newChannel(port());
    }

    static int port() {
        return ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
    }

    static ManagedChannel newChannel(int port) {
        return NettyChannelBuilder.forAddress("localhost", port).usePlaintext().build();
    }

    static GetLedgerRequest request(String deed) {
        return GetLedgerRequest.newBuilder().setSource(deed).build();
    }

    static IngestionServiceBlockingStub blocking(ManagedChannel channel, String authorization) {
        Metadata headers = new Metadata();
        if (!authorization.isEmpty()) {
            headers.put(AUTHORIZATION, authorization);
        }
        return IngestionServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    IngestionServiceBlockingStub blocking(String token) {
        return blocking(channel, "Bearer " + token);
    }

    String ledger(String token, String deed) {
        return ledgerWith("Bearer " + token, deed);
    }

    String ledgerWith(String authorization, String deed) {
        return blocking(channel, authorization)
                .getLedger(request(deed))
                .getEntries(0)
                .getSource();
    }

    String ledgerByInjectedClient(String deed) {
        return injected.getLedger(request(deed)).getEntries(0).getSource();
    }

    @PreDestroy
    void close() {
        channel.shutdownNow();
    }
}
