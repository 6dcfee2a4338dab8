package io.onefold.ingestion.intake;

import io.grpc.Attributes;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.onefold.kit.error.StatusRenderer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A call whose bytes are counted as they arrive; refused, in the middle of its message, when all calls together hold too much. */
final class CountedCall<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> implements Arrivals.Arriving {
    /** HTTP/2's word for: the answer is whole, send no more. */
    private static final long NO_ERROR = 0;
    /** Before each message of gRPC. */
    private static final int PREFIX = 5;

    private final Attributes attributes;
    private final HttpServerRequest request;
    private final ReceivedBytes.Share share;
    private final StatusRenderer renderer;
    private final Arrivals arrivals;
    private long seen;
    private volatile boolean refused;
    private volatile boolean answered;
    /** A worker may answer while the event loop refuses. */
    private final AtomicBoolean ended = new AtomicBoolean();

    private ServerCall.@Nullable Listener<ReqT> listener;

    CountedCall(
            ServerCall<ReqT, RespT> call,
            Attributes.Key<LongConsumer> handedOn,
            RoutingContext routing,
            ReceivedBytes.Share share,
            StatusRenderer renderer) {
        super(call);
        this.attributes =
                call.getAttributes().toBuilder().set(handedOn, this::handedOn).build();
        this.request = routing.request();
        this.share = share;
        this.renderer = renderer;
        this.arrivals = Arrivals.on(request.connection());
        arrivals.add(this);
    }

    ServerCall.Listener<ReqT> listening(ServerCall.Listener<ReqT> inner) {
        listener = inner;
        return new SimpleForwardingServerCallListener<>(inner) {
            @Override
            public void onComplete() {
                over();
                super.onComplete();
            }

            @Override
            public void onCancel() {
                over();
                super.onCancel();
            }
        };
    }

    /** On the event loop, after each read of the connection. */
    @Override
    public void look() {
        long now = request.bytesRead();
        boolean fits = share.take(now - seen);
        seen = now;
        if (!fits && !refused) {
            refuse();
        }
    }

    private void refuse() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        StatusRuntimeException rendered = renderer.render(ReceivedBytes.tooMany());
        Metadata trailers = rendered.getTrailers();
        super.close(rendered.getStatus(), trailers == null ? new Metadata() : trailers);
        refused = true;
        over();
        letGo();
        if (listener != null) {
            listener.onCancel();
        }
    }

    @Override
    public Attributes getAttributes() {
        return attributes;
    }

    /** @param bytes of a message, which is now counted by somebody else */
    private void handedOn(long bytes) {
        share.giveBack(bytes + PREFIX);
    }

    private void over() {
        arrivals.remove(this);
        share.close();
    }

    @Override
    public boolean isCancelled() {
        return refused || super.isCancelled();
    }

    @Override
    public void sendHeaders(Metadata headers) {
        if (!refused) {
            super.sendHeaders(headers);
        }
    }

    @Override
    public void sendMessage(RespT message) {
        if (!refused) {
            answered = true;
            super.sendMessage(message);
        }
    }

    @Override
    public void close(Status status, Metadata trailers) {
        over();
        if (ended.compareAndSet(false, true)) {
            super.close(status, trailers);
            if (!answered && !request.isEnded()) {
                // Who was refused and still sends would be kept, and not counted any more.
                letGo();
            }
        }
    }

    private void letGo() {
        boolean unused = request.response().reset(NO_ERROR);
    }
}
