package io.onefold.kit.transport;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A call whose client may go at any moment, and whose method may start on another thread.
 *
 * <p>A blocking method starts on a worker while the event loop still sets the call up, without a lock ({@code ReadStreamAdapter.init}): a
 * message asked for in that moment is never delivered and the call hangs for ever. Here messages are asked for on the event loop, so after
 * the set-up.
 *
 * <p>Once the client has sent its last message, neither its cancelling nor the loss of its connection is told to the call, and an answer to
 * it is work for nothing. The HTTP response knows; here it is asked, and nothing is sent to one who has gone. Who goes after that question is
 * left to {@link LateAnswers}.
 */
final class MendedCall<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {
    private final Context context;
    private final HttpServerResponse response;
    private final AtomicBoolean over = new AtomicBoolean();

    MendedCall(ServerCall<ReqT, RespT> call, Context context, HttpServerResponse response) {
        super(call);
        this.context = context;
        this.response = response;
    }

    /** Tells the listener when the client has gone. */
    ServerCall.Listener<ReqT> ending(ServerCall.Listener<ReqT> listener) {
        Listener<ReqT> ending = new Listener<>(listener, over);
        response.closeHandler(closed -> ending.onCancel());
        return ending;
    }

    @Override
    public void request(int messages) {
        if (Context.isOnEventLoopThread()) {
            super.request(messages);
        } else {
            context.runOnContext(ready -> super.request(messages));
        }
    }

    @Override
    public boolean isCancelled() {
        return super.isCancelled() || (response.closed() && !response.ended());
    }

    @Override
    public void sendHeaders(Metadata headers) {
        if (!isCancelled()) {
            super.sendHeaders(headers);
        }
    }

    @Override
    public void sendMessage(RespT message) {
        if (!isCancelled()) {
            super.sendMessage(message);
        }
    }

    @Override
    public void close(Status status, Metadata trailers) {
        if (!isCancelled()) {
            super.close(status, trailers);
        }
    }

    /** Ends once: completed, or cancelled. */
    private static final class Listener<ReqT> extends SimpleForwardingServerCallListener<ReqT> {
        private final AtomicBoolean over;

        Listener(ServerCall.Listener<ReqT> listener, AtomicBoolean over) {
            super(listener);
            this.over = over;
        }

        @Override
        public void onComplete() {
            if (over.compareAndSet(false, true)) {
                super.onComplete();
            }
        }

        @Override
        public void onCancel() {
            if (over.compareAndSet(false, true)) {
                super.onCancel();
            }
        }
    }
}
