package io.onefold.ingestion;

import com.google.protobuf.ByteString;
import io.grpc.CallCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.AbstractStub;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.proto.ingestion.v1.ClockServiceGrpc;
import io.onefold.proto.ingestion.v1.ClockServiceGrpc.ClockServiceBlockingStub;
import io.onefold.proto.ingestion.v1.EventItem;
import io.onefold.proto.ingestion.v1.GetLedgerRequest;
import io.onefold.proto.ingestion.v1.IngestRequest;
import io.onefold.proto.ingestion.v1.IngestResponse;
import io.onefold.proto.ingestion.v1.IngestionServiceGrpc;
import io.onefold.proto.ingestion.v1.IngestionServiceGrpc.IngestionServiceBlockingStub;
import io.onefold.proto.ingestion.v1.LedgerEntry;
import io.onefold.proto.ingestion.v1.RawEvent;
import io.onefold.proto.ingestion.v1.Verdict;
import io.onefold.proto.ingestion.v1.WatchEventsRequest;
import io.onefold.proto.ingestion.v1.WatchEventsResponse;
import io.onefold.proto.type.v1.Event;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** The service's front door, as a caller far away has it. */
public final class Service implements AutoCloseable {
    private @Nullable ManagedChannel channel;

    /** To the service that is under test in this JVM. Opened when first used: Quarkus makes more instances of a test than it runs. */
    public synchronized ManagedChannel channel() {
        ManagedChannel open = channel;
        if (open == null) {
            URI http = URI.create(ConfigProvider.getConfig().getValue("test.url", String.class));
            open = ManagedChannelBuilder.forAddress(http.getHost(), http.getPort())
                    .usePlaintext()
                    .maxInboundMessageSize(64 << 20)
                    .build();
            channel = open;
        }
        return open;
    }

    public IngestionServiceBlockingStub as(String credential) {
        return with(credential, IngestionServiceGrpc.newBlockingStub(channel()));
    }

    public ClockServiceBlockingStub clock(String credential) {
        return with(credential, ClockServiceGrpc.newBlockingStub(channel()));
    }

    public static <S extends AbstractStub<S>> S with(String credential, S stub) {
        return stub.withCallCredentials(new Bearer(credential)).withDeadlineAfter(5, TimeUnit.MINUTES);
    }

    public IngestResponse ingest(String writeKey, String... events) {
        return ingest(writeKey, List.of(events));
    }

    public IngestResponse ingest(String writeKey, List<String> events) {
        IngestRequest.Builder request = IngestRequest.newBuilder();
        events.forEach(event ->
                request.addEvents(RawEvent.newBuilder().setJson(ByteString.copyFrom(event, StandardCharsets.UTF_8))));
        return as(writeKey).ingest(request.build());
    }

    public Verdict verdict(String writeKey, String event) {
        return ingest(writeKey, event).getVerdicts(0);
    }

    /** The counts of one source; all zero before it has sent anything. */
    public LedgerEntry ledger(String readToken, String source) {
        return as(readToken)
                .getLedger(GetLedgerRequest.newBuilder().setSource(source).build())
                .getEntriesList()
                .stream()
                .findFirst()
                .orElse(LedgerEntry.getDefaultInstance());
    }

    /** What the feed holds per partition, from the beginning until an item fulfils the condition. */
    public Map<Integer, List<EventItem>> watch(String credential, Predicate<Map<Integer, List<EventItem>>> enough) {
        Map<Integer, List<EventItem>> items = new TreeMap<>();
        io.grpc.Context.CancellableContext context = io.grpc.Context.current().withCancellation();
        io.grpc.Context before = context.attach();
        try {
            Iterator<WatchEventsResponse> feed = as(credential)
                    .watchEvents(
                            WatchEventsRequest.newBuilder().setMaxItems(5000).build());
            while (!enough.test(items) && feed.hasNext()) {
                feed.next()
                        .getBatchesList()
                        .forEach(batch -> items.computeIfAbsent(
                                        batch.getHeader().getPartition(), partition -> new ArrayList<>())
                                .addAll(batch.getItemsList()));
            }
            return items;
        } finally {
            context.detach(before);
            context.cancel(null);
        }
    }

    /** The event of an id that was accepted. */
    public Event event(String credential, String eventId) {
        List<Event> found = new ArrayList<>();
        var unused = watch(credential, items -> {
            items.values().stream()
                    .flatMap(List::stream)
                    .filter(item -> item.getEvent().getEventId().equals(eventId))
                    .forEach(item -> found.add(item.getEvent()));
            return !found.isEmpty();
        });
        return found.get(0);
    }

    /** The positions that a token of this service names, by partition. */
    public static Map<Integer, Long> positions(String token) {
        ConsistencyToken.Positions positions =
                ConsistencyToken.decode(token).feeds().get("events");
        return positions == null ? Map.of() : positions.byPartition();
    }

    @Override
    public synchronized void close() {
        if (channel != null) {
            channel.shutdownNow();
        }
    }

    private static final class Bearer extends CallCredentials {
        private static final Metadata.Key<String> AUTHORIZATION =
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
        private final String credential;

        Bearer(String credential) {
            this.credential = credential;
        }

        @Override
        public void applyRequestMetadata(RequestInfo info, Executor executor, MetadataApplier applier) {
            Metadata headers = new Metadata();
            if (!credential.isEmpty()) {
                headers.put(AUTHORIZATION, "Bearer " + credential);
            }
            applier.apply(headers);
        }
    }
}
