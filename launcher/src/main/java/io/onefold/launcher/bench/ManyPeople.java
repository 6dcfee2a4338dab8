package io.onefold.launcher.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Two events each of many people, one person after the other: the cheapest profiles that an audience of buyers can be filled from. */
final class ManyPeople implements Sender.Source {
    static final int EVENTS_EACH = 2;

    private final String run = Long.toString(System.nanoTime(), Character.MAX_RADIX);
    private int next;

    @Override
    public synchronized Sender.Batch batch(int size) {
        List<byte[]> events = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            events.add(event(next++).getBytes(StandardCharsets.UTF_8));
        }
        return Sender.Batch.ofWeb(events);
    }

    private String event(int number) {
        int person = number / EVENTS_EACH;
        String head = "{\"messageId\":\"many-%s-%d\",\"userId\":\"many-%s-%d\",\"timestamp\":\"%s\","
                .formatted(run, number, run, person, Instant.now());
        return head
                + (number % EVENTS_EACH == 0
                        ? "\"type\":\"page\",\"name\":\"home\",\"properties\":{\"path\":\"/\"}}"
                        : "\"type\":\"track\",\"event\":\"Order Completed\",\"properties\":{\"order_id\":\"%d\",\"total\":\"%d.50\"}}"
                                .formatted(number, person % 4000));
    }
}
