package io.onefold.profile;

import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.sql.Database;
import io.onefold.profile.support.Door;
import io.onefold.profile.support.Given;
import io.onefold.profile.support.ServiceTest;
import io.onefold.profile.support.Upstreams;
import io.onefold.proto.profile.v1.FactSelector;
import io.onefold.proto.type.v1.Channel;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.EventType;
import io.onefold.proto.type.v1.Identifier;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@ServiceTest
class PerfLoopTest {
    @Inject
    Upstreams upstreams;

    @Inject
    Door door;

    @Inject
    Database database;

    private static final List<String> NAMES = List.of("Product Viewed", "Product Added", "Order Completed", "Cart Viewed", "Checkout Started", "Email Opened", "Ticket Created");

    @Test
    void loop() throws Exception {
        Random random = new Random(1);
        int people = 4000;
        List<Identifier[][]> who = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (int p = 0; p < people; p++) {
            String n = Given.fresh("p");
            Identifier cookie = Given.identifier("anonymous_id", n);
            Identifier user = Given.identifier("user_id", n);
            Identifier mail = Given.identifier("email", n + "@example.com");
            Identifier[][] records = {{cookie}, {cookie, user}, {mail, user}};
            UUID id = UUID.randomUUID();
            ids.add(id.toString());
            for (Identifier[] r : records) upstreams.identity().plan(Given.record(r), id);
            who.add(records);
        }
        run(random, who, 20000, "warm");
        jdk.jfr.Recording rec = new jdk.jfr.Recording();
        rec.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
        rec.enable("jdk.NativeMethodSample").withPeriod(Duration.ofMillis(20));
        rec.enable("jdk.ObjectAllocationSample").withStackTrace();
        rec.start();
        run(random, who, 60000, "measured");
        rec.stop();
        rec.dump(Path.of("/tmp/perf3.jfr"));
        database.inTransaction(tx -> {
            tx.query("select pg_stat_force_next_flush()");
            StringBuilder b = new StringBuilder("TABLES ");
            tx.query("select relname, n_live_tup, n_tup_ins, n_tup_upd, n_tup_hot_upd from pg_stat_user_tables where n_tup_ins > 0 order by 1").forEach(r -> b.append(r.getString(0) + " live=" + r.getLong(1) + " ins=" + r.getLong(2) + " upd=" + r.getLong(3) + " hot=" + r.getLong(4) + "\n"));
            tx.query("select avg(length(state)), max(length(state)) from profile").forEach(r -> b.append("profile state avg " + r.getNumeric(0) + " max " + r.getInteger(1) + "\n"));
            tx.query("select avg(length(state)), max(length(state)) from record_state").forEach(r -> b.append("record state avg " + r.getNumeric(0) + " max " + r.getInteger(1) + "\n"));
            tx.query("select avg(length(payload)) from feed_item").forEach(r -> b.append("feed item avg " + r.getNumeric(0) + "\n"));
            System.out.println("PERF " + b);
        });
        explain();
        List<FactSelector> selectors = new ArrayList<>();
        for (String n : NAMES) selectors.add(FactSelector.newBuilder().setType(EventType.EVENT_TYPE_TRACK).setName(n).build());
        for (int i = 0; i < 20; i++) selectors.add(FactSelector.newBuilder().setType(EventType.EVENT_TYPE_TRACK).setName("No" + i).build());
        selectors.add(FactSelector.newBuilder().setContent(FactSelector.Content.CONTENT_TRAITS).build());
        for (int k = 0; k < 6; k++) {
            long t = System.nanoTime();
            long c = cpu();
            var facts = door.facts(selectors, ids.subList(k * 500, k * 500 + 500).toArray(String[]::new));
            System.out.println("PERF facts of " + facts.size() + " profiles, events " + facts.stream().mapToInt(f -> f.getEventsCount()).sum() + ": " + (System.nanoTime() - t) / 1_000_000 + " ms, cpu " + (cpu() - c) / 1_000_000);
        }
    }

    private void explain() {
        database.inTransaction(tx -> {
            StringBuilder out = new StringBuilder("EXPLAIN\n");
            tx.query("""
explain (analyze, buffers, timing) select r.record_id, t.event_time, t.event_id, t.payload
            from (select bucket, record_id from profile_record order by profile_id limit 120) as r(bucket0, record_id)
            cross join lateral (select 1) x
            cross join lateral (
                select event_time, event_id, payload
                from timeline e
                where bucket = (('x' || substr(r.record_id::text, 1, 4))::bit(16)::int >> 6)::smallint and record_id = r.record_id
                  and (event_time, event_id) > ('0001-01-01', '00000000-0000-0000-0000-000000000000') and event_time <= '9999-12-31'
                  and exists (
                      select
                      from unnest(array_fill(2::smallint, array[28]), (select array_agg('No' || i) || array['Product Viewed'] from generate_series(1, 27) i), array_fill(0::smallint, array[28]), array_fill(0::smallint, array[28]))
                          as s(type, name, channel, content)
                      where s.type in (0, e.type) and s.name in ('', e.name) and s.channel in (0, e.channel)
                        and s.content & e.content = s.content)
                order by event_time, event_id
                limit 2000) t
            order by t.event_time, t.event_id
            limit 2000""").forEach(r -> out.append(r.getString(0)).append('\n'));
            System.out.println("PERF " + out);
        });
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static Map<String, Long> threads() {
        Map<String, Long> by = new TreeMap<>();
        var bean = ManagementFactory.getThreadMXBean();
        for (long id : bean.getAllThreadIds()) {
            var info = bean.getThreadInfo(id);
            if (info != null) {
                by.merge(info.getThreadName().replaceAll("[0-9]+", ""), Math.max(0, bean.getThreadCpuTime(id)), Long::sum);
            }
        }
        return by;
    }

    private void run(Random random, List<Identifier[][]> who, int n, String label) {
        List<List<Event>> steps = new ArrayList<>();
        int made = 0;
        while (made < n) {
            List<Event> step = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                step.add(event(random, who.get(random.nextInt(who.size()))[Math.min(2, random.nextInt(5))]));
            }
            steps.add(step);
            made += 500;
        }
        long c = cpu();
        long t = System.nanoTime();
        Map<String, Long> before = threads();
        ConsistencyToken token = ConsistencyToken.NONE;
        for (List<Event> step : steps) {
            token = token.and(upstreams.ingestion().send(step));
        }
        while (true) {
            try {
                door.await(token);
                break;
            } catch (io.grpc.StatusRuntimeException e) {
                if (e.getStatus().getCode() != io.grpc.Status.Code.FAILED_PRECONDITION) throw e;
            }
        }
        long wall = System.nanoTime() - t;
        long cp = cpu() - c;
        System.out.printf("PERF %s: %d events, wall %.1f s, cpu %.1f s = %.4f s per 1000%n", label, made, wall / 1e9, cp / 1e9, cp / 1e6 / made);
        Map<String, Long> after = threads();
        after.forEach((k, v) -> {
            long d = v - before.getOrDefault(k, 0L);
            if (d > 100_000_000) System.out.printf("PERF   %s %.2f s%n", k, d / 1e9);
        });
    }

    private static int at;

    private Event event(Random random, Identifier... who) {
        Event.Builder e = Given.event(Given.fresh("e"), Given.START.plusSeconds(at++), who);
        e.setContext("{\"ip\":\"10.0.0.1\",\"userAgent\":\"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36\",\"sessionId\":\"s" + random.nextInt(100000) + "\",\"page\":{\"url\":\"https://shop.example/p/42\",\"title\":\"A page\"},\"campaign\":{\"source\":\"newsletter\",\"medium\":\"email\"}}");
        int k = random.nextInt(20);
        if (k < 10) {
            return e.setType(EventType.EVENT_TYPE_PAGE).setName("Page " + random.nextInt(8)).setProperties("{\"url\":\"https://shop.example/p/" + random.nextInt(1000) + "\",\"title\":\"Something\",\"referrer\":\"https://search.example\"}").build();
        }
        if (k < 12) {
            return e.setType(EventType.EVENT_TYPE_IDENTIFY).setChannel(Channel.CHANNEL_CRM).setTraits("{\"first_name\":\"Ann\",\"last_name\":\"Lee\",\"city\":\"Paris\",\"country\":\"FR\",\"age\":" + random.nextInt(90) + ",\"loyalty\":\"gold\"}").addConsents(Given.consent("email", true)).build();
        }
        return e.setName(NAMES.get(random.nextInt(NAMES.size()))).setProperties("{\"order_id\":\"" + UUID.randomUUID() + "\",\"total\":" + random.nextInt(500) + ".95,\"currency\":\"EUR\",\"products\":[{\"sku\":\"a1\",\"qty\":2,\"price\":10.5},{\"sku\":\"b2\",\"qty\":1,\"price\":3.25}],\"coupon\":\"SPRING\"}").build();
    }
}
