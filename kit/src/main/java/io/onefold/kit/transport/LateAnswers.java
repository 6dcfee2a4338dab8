package io.onefold.kit.transport;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import org.jboss.logging.Logger;

/**
 * Keeps a connection when an answer comes too late for its stream.
 *
 * <p>A worker's answer waits for the event loop, and until then its caller may have gone, whatever was asked before it was sent. Netty
 * refuses to write to a stream that is no more; Vert.x writes head and trailers without a promise that could be told so, and such a failure
 * counts as one of the whole connection: it is closed with a GOAWAY, and every other call on it fails. Here the failure ends.
 */
@ChannelHandler.Sharable
final class LateAnswers extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = Logger.getLogger(LateAnswers.class);
    private static final LateAnswers HANDLER = new LateAnswers();
    /** As netty says it. */
    private static final String STREAM_IS_NO_MORE = "Stream no longer exists";

    private LateAnswers() {}

    /** On the connection's event loop; once is enough. */
    static void leaveInPeace(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            ChannelPipeline pipeline = base.channel().pipeline();
            if (pipeline.get(LateAnswers.class) == null) {
                pipeline.addFirst(HANDLER);
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext channel, Throwable cause) {
        if (isLate(cause)) {
            LOG.debugf("an answer came too late: %s", cause.getMessage());
        } else {
            channel.fireExceptionCaught(cause);
        }
    }

    private static boolean isLate(Throwable cause) {
        return (cause instanceof IllegalStateException || cause instanceof IllegalArgumentException)
                && cause.getMessage() != null
                && cause.getMessage().startsWith(STREAM_IS_NO_MORE);
    }
}
