package io.onefold.launcher.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Events of shoppers, the same for the same seed: mostly page views of about 400 bytes, and all that the audiences ask for among them. */
final class BenchEvents implements Sender.Source {
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

    static String cookieOf(int person) {
        return "cookie-" + person;
    }

    private static String emailOf(int person) {
        return "shopper" + person + "@example.com";
    }

    @Override
    public synchronized List<byte[]> batch(int size) {
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
                {"messageId":"bench-%s-%d","anonymousId":"%s","timestamp":"%s",\
                "context":{"sessionId":"s-%d-%d","os":"os-2","browser":"br-2","region":"r-%d","visitorType":"Returning_Visitor",\
                "library":{"name":"cdp-web","version":"1.0"}},""".formatted(
                        run, next++, cookieOf(person), Instant.now(), person, random.nextInt(5), random.nextInt(9));
        if (kind < 5) {
            return head + """
                    "type":"identify","userId":"shopper-%d","traits":{"email":"%s","firstName":"Shopper"}}""".formatted(person, emailOf(person));
        }
        if (kind < 12) {
            return head + order(person, "Order Completed", 300);
        }
        return head
                + switch (kind) {
                    case 12 -> order(person, "Order Refunded", 60);
                    case 13 -> track("Email Link Clicked", "\"campaign\":\"spring\"");
                    case 14 -> track("NPS Answered", "\"score\":" + random.nextInt(11));
                    case 15 -> track("Support Contact", "\"contact\":\"telephone\",\"durationSec\":120");
                    case 16, 17, 18 ->
                        track("Product Added", "\"product_id\":\"P-1\",\"price\":\"9.95\",\"quantity\":1");
                    default -> page();
                };
    }

    private String order(int person, String name, int most) {
        return """
                "type":"track","userId":"shopper-%d","event":"%s","properties":{"order_id":"o-%d",\
                "total":"%d.%02d","currency":"GBP","country":"United Kingdom","lines":1}}""".formatted(person, name, next, random.nextInt(most), random.nextInt(100));
    }

    private static String track(String name, String properties) {
        return """
                "type":"track","event":"%s","properties":{%s}}""".formatted(name, properties);
    }

    private String page() {
        return """
                "type":"page","name":"product","properties":{"path":"/product/%d","title":"A product with a title of its own",\
                "referrer":"https://shop.example.com/search?q=lamp","dwellMs":%d}}""".formatted(random.nextInt(100_000), random.nextInt(240_000));
    }
}
