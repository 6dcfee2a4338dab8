package io.onefold.k8s.running;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.onefold.proto.segment.v1.AudienceServiceGrpc;
import io.onefold.proto.segment.v1.ListMembersRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Somebody outside, with a write key and a token. */
final class Caller implements AutoCloseable {
    private final Places places;
    private final ManagedChannel segment;

    Caller(Places places) {
        this.places = places;
        this.segment = ManagedChannelBuilder.forAddress("127.0.0.1", places.port(8084))
                .usePlaintext()
                .build();
    }

    /** Sends an event by the tracking API, and returns the answer's status. */
    int track(String writeKey, String event) throws IOException, InterruptedException {
        String user = Base64.getEncoder().encodeToString((writeKey + ":").getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + places.port(8081) + "/v1/track"))
                .header("Authorization", "Basic " + user)
                .POST(BodyPublishers.ofString(event))
                .build();
        HttpResponse<Void> response = HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
        return response.statusCode();
    }

    long members(String token, String audience) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        return AudienceServiceGrpc.newBlockingStub(segment)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .listMembers(
                        ListMembersRequest.newBuilder().setAudience(audience).build())
                .getTotalSize();
    }

    @Override
    public void close() {
        segment.shutdownNow();
    }
}
