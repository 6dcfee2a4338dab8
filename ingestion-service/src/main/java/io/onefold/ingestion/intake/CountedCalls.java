package io.onefold.ingestion.intake;

import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.onefold.kit.error.StatusRenderer;
import io.quarkus.grpc.GlobalInterceptor;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.Prioritized;
import java.util.function.LongConsumer;

/** Counts what arrives for the calls that bring events, before it is a message. */
@GlobalInterceptor
@ApplicationScoped
public class CountedCalls implements ServerInterceptor, Prioritized {
    /** Ingest and IngestStream. */
    private static final String COUNTED = "onefold.ingestion.v1.IngestionService/Ingest";
    /** Still on the event loop: just inside of what mends the transport. */
    private static final int NEXT_TO_TRANSPORT = Integer.MAX_VALUE - 1;

    private static final Attributes.Key<LongConsumer> HANDED_ON = Attributes.Key.create("onefold-handed-on");
    private static final LongConsumer NOT_COUNTED = bytes -> {};

    private final ReceivedBytes received;
    private final StatusRenderer renderer;

    CountedCalls(ReceivedBytes received, StatusRenderer renderer) {
        this.received = received;
        this.renderer = renderer;
    }

    /**
     * Takes how many bytes of a call were handed on: a stream is never answered as a whole. Not by the gRPC context, which Quarkus keeps per
     * call and not per thread: what is attached to it here, on the event loop, would come between what a worker attaches.
     */
    public static LongConsumer handedOn(ServerCall<?, ?> call) {
        LongConsumer counted = call.getAttributes().get(HANDED_ON);
        return counted == null ? NOT_COUNTED : counted;
    }

    @Override
    public int getPriority() {
        return NEXT_TO_TRANSPORT;
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        io.vertx.core.Context context = Vertx.currentContext();
        RoutingContext routing = context == null ? null : context.getLocal(RoutingContext.class.getName());
        if (routing == null || !call.getMethodDescriptor().getFullMethodName().startsWith(COUNTED)) {
            return next.startCall(call, headers);
        }
        CountedCall<ReqT, RespT> counted = new CountedCall<>(call, HANDED_ON, routing, received.open(), renderer);
        return counted.listening(next.startCall(counted, headers));
    }
}
