package io.onefold.launcher.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Events of one person on a few devices. */
final class OnePerson implements Sender.Source {
    private static final int DEVICES = 3;

    private final String user = "erased-" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
    private int next;

    String userId() {
        return user;
    }

    @Override
    public synchronized Sender.Batch batch(int size) {
        List<byte[]> events = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            events.add(event(next++).getBytes(StandardCharsets.UTF_8));
        }
        return Sender.Batch.ofWeb(events);
    }

    private String event(int number) {
        return """
                {"messageId":"%1$s-%2$d","userId":"%1$s","anonymousId":"%1$s-device-%3$d","timestamp":"%4$s",\
                "type":"track","event":"Product Viewed","properties":{"product_id":"p-%5$d","price":"%5$d.50"}}""".formatted(user, number, number % DEVICES, Instant.now(), number % 4000);
    }
}
