package io.onefold.ingestion.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    /** As the answer of one whom a worker has answered meanwhile. */
    @Test
    void aCallThatFailsLeavesItsConnectionAndTheOthersInPeace() {
        Arrivals arrivals = new Arrivals();
        AtomicInteger looks = new AtomicInteger();
        for (int i = 0; i < 10; i++) {
            boolean fails = i % 2 == 0;
            arrivals.add(() -> {
                looks.incrementAndGet();
                if (fails) {
                    throw new IllegalStateException("Response head already sent");
                }
            });
        }
        EmbeddedChannel channel = new EmbeddedChannel(arrivals);
        channel.pipeline().fireChannelReadComplete();
        channel.checkException();
        assertEquals(10, looks.get());
        assertTrue(channel.close().isSuccess());
    }
}
