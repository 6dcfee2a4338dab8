package io.onefold.ingestion.intake;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Lets the calls of one connection look at what has arrived for them, after each read of it: nothing else tells before a message is whole. */
public final class Arrivals extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = Logger.getLogger(Arrivals.class);

    private final Set<Arriving> calls = ConcurrentHashMap.newKeySet();

    Arrivals() {}

    /** A call that is being received. */
    public interface Arriving {
        void look();
    }

    /** Of a connection, on its event loop. */
    public static Arrivals on(HttpConnection connection) {
        ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
        Arrivals present = pipeline.get(Arrivals.class);
        if (present != null) {
            return present;
        }
        Arrivals arrivals = new Arrivals();
        pipeline.addFirst(arrivals);
        return arrivals;
    }

    public void add(Arriving call) {
        boolean unused = calls.add(call);
    }

    public void remove(Arriving call) {
        boolean unused = calls.remove(call);
    }

    /** By now what was read has gone through the handlers behind this one. */
    @Override
    public void channelReadComplete(ChannelHandlerContext channel) {
        channel.fireChannelReadComplete();
        calls.forEach(Arrivals::letLook);
    }

    /** One that is answered by a worker in the same moment must not cost the others their connection. */
    private static void letLook(Arriving call) {
        try {
            call.look();
        } catch (RuntimeException failure) {
            LOG.warnf(failure, "a call could not look at what has arrived for it");
        }
    }
}
