package io.onefold.launcher.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Events of shoppers, the same for the same seed: mostly page views of about 400 bytes, some of them with a purchase or a name. */
final class BenchEvents {
    private final Random random;
    private final int people;
    private final String run;
    private int next;

    BenchEvents(long seed, int people) {
        this.random = new Random(seed);
        this.people = people;
        this.run =
                Long.toString(seed, Character.MAX_RADIX) + "-" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
    }

    static String emailOf(int person) {
        return "shopper" + person + "@example.com";
    }

    List<byte[]> batch(int size) {
        List<byte[]> events = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            events.add(event().getBytes(StandardCharsets.UTF_8));
        }
        return events;
    }

    private String event() {
        int person = random.nextInt(people);
        int kind = random.nextInt(100);
        String head = """
                {"messageId":"bench-%s-%d","anonymousId":"cookie-%d","timestamp":"%s",\
                "context":{"sessionId":"s-%d-%d","os":"os-2","browser":"br-2","region":"r-%d","visitorType":"Returning_Visitor",\
                "library":{"name":"cdp-web","version":"1.0"}},""".formatted(run, next++, person, Instant.now(), person, random.nextInt(5), random.nextInt(9));
        if (kind < 5) {
            return head + """
                    "type":"identify","userId":"shopper-%d","traits":{"email":"%s","firstName":"Shopper"}}""".formatted(person, emailOf(person));
        }
        if (kind < 12) {
            return head + """
                    "type":"track","userId":"shopper-%d","event":"Order Completed","properties":{"order_id":"o-%d",\
                    "total":"%d.%02d","currency":"GBP","country":"United Kingdom","lines":1}}""".formatted(person, next, random.nextInt(300), random.nextInt(100));
        }
        return head + """
                "type":"page","name":"product","properties":{"path":"/product/%d","title":"A product with a title of its own",\
                "referrer":"https://shop.example.com/search?q=lamp","dwellMs":%d}}""".formatted(random.nextInt(100_000), random.nextInt(240_000));
    }
}
