package io.onefold.launcher.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Events of shoppers, the same for the same seed: mostly page views of about 400 bytes, and all that the audiences ask for among them. One
 * batch of twenty comes from the app, and one of fifty from a provider of third-party data. A few people are there for the audiences that
 * ordinary shoppers leave when they go on long enough: visitors whom nobody knows, big spenders, and some whose orders are long ago.
 */
final class BenchEvents implements Sender.Source {
    static final String MOBILE = "dev-mobile";
    static final String DMP = "dev-dmp";

    private static final int MOBILE_EVERY = 20;
    private static final int DMP_EVERY = 50;
    /** Of how many people each is of one kind; ordinary shoppers are the most. */
    private static final int KINDS = 50;

    private static final int VISITOR = 1;
    private static final int BIG_SPENDER = 2;
    private static final int LAPSED = 3;
    private static final Duration LONG_AGO = Duration.ofDays(200);
    private static final Duration DATA_ARE_GOOD_FOR = Duration.ofDays(90);

    private final Random random;
    private final int people;
    private final String run;
    private int next;
    private int batches;

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

    private static boolean is(int kind, int person) {
        return person % KINDS == kind;
    }

    @Override
    public synchronized Sender.Batch batch(int size) {
        batches++;
        if (batches % DMP_EVERY == 0) {
            return Sender.Batch.of(DMP, events(size, this::thirdPartyRow));
        }
        if (batches % MOBILE_EVERY == 0) {
            return Sender.Batch.of(MOBILE, events(size, this::screen));
        }
        return Sender.Batch.ofWeb(events(size, this::event));
    }

    private static List<byte[]> events(int size, Supplier<String> event) {
        List<byte[]> events = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            events.add(event.get().getBytes(StandardCharsets.UTF_8));
        }
        return events;
    }

    private String event() {
        int person = random.nextInt(people);
        int kind = random.nextInt(100);
        if (is(VISITOR, person)) {
            return head(person, Instant.now(), "") + page();
        }
        if (kind < 5) {
            String consent = """
                    "consents":[{"purpose":"marketing","channel":"email","granted":%b}],""".formatted(random.nextInt(4) > 0);
            return head(person, Instant.now(), consent) + """
                    "type":"identify","userId":"shopper-%d","traits":{"email":"%s","firstName":"Shopper"}}""".formatted(person, emailOf(person));
        }
        if (kind < 12) {
            Instant time = is(LAPSED, person) ? Instant.now().minus(LONG_AGO) : Instant.now();
            return head(person, time, "") + order(person, "Order Completed", is(BIG_SPENDER, person) ? 3_000 : 300);
        }
        return head(person, Instant.now(), "")
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

    private String head(int person, Instant time, String consents) {
        return """
                {"messageId":"bench-%s-%d","anonymousId":"%s","timestamp":"%s",\
                "context":{"sessionId":"s-%d-%d",%s"os":"os-2","browser":"br-2","region":"r-%d","visitorType":"Returning_Visitor",\
                "library":{"name":"cdp-web","version":"1.0"}},""".formatted(
                        run, next++, cookieOf(person), time, person, random.nextInt(5), consents, random.nextInt(9));
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

    /** In the app, where everybody is logged in. */
    private String screen() {
        int person = random.nextInt(people);
        return """
                {"messageId":"bench-%s-%d","anonymousId":"device-%d","userId":"shopper-%d","timestamp":"%s",\
                "context":{"sessionId":"m-%d-%d","os":"os-3","region":"r-%d","library":{"name":"cdp-mobile","version":"1.0"}},\
                "type":"screen","name":"home","properties":{"path":"/home","dwellMs":%d}}""".formatted(
                        run,
                        next++,
                        person,
                        person,
                        Instant.now(),
                        person,
                        random.nextInt(5),
                        random.nextInt(9),
                        random.nextInt(240_000));
    }

    /** As the provider's file has it. */
    private String thirdPartyRow() {
        Instant now = Instant.now();
        return """
                {"dmp_id":"dmp-%s-%d","anonymous_id":"%s","age":"41","job":"%s","marital":"married","education":"high.school",\
                "provider":"acme-dmp","synced_at":"%s","expires_at":"%s"}""".formatted(
                        run,
                        next++,
                        cookieOf(random.nextInt(people)),
                        random.nextInt(4) > 0 ? "services" : "admin.",
                        now,
                        now.plus(DATA_ARE_GOOD_FOR));
    }
}
