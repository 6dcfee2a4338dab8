package io.onefold.kit.feed;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Reading on costs what is read, however long the feed is. */
class ReadPlanTest {
    private static final int ITEMS = 100_000;
    private static final int PARTITIONS = 16;
    private static final Pattern TOUCHED = Pattern.compile("Buffers: shared hit=(\\d+)(?: read=(\\d+))?");

    @Test
    void aMillionAndAHalfItemsAreNotLookedThrough() {
        try (Store store = new Store(Settings.of(PARTITIONS))) {
            store.sql(
                    "insert into feed_item select (i * 7919 % 64 + p * 64)::smallint, i, 'dev', '00000000-0000-0000-0000-000000000001', 'xxxxxxxxxxxxxxxxxxxxxxxx'::bytea from generate_series(1, "
                            + ITEMS + ") as i, generate_series(0, " + (PARTITIONS - 1) + ") as p");
            store.sql("vacuum analyze feed_item");
            for (String mode : List.of("force_custom_plan", "force_generic_plan")) {
                check(store, mode, 1, 30);
                check(store, mode, 500, 600);
            }
        }
    }

    private static void check(Store store, String mode, int news, int mostPages) {
        String parameters =
                "'{1}'::smallint[], '{%d}'::bigint[], '{%d}'::bigint[], '{64}'::smallint[], '{127}'::smallint[], 9223372036854775807::bigint"
                        .formatted(ITEMS - news, ITEMS);
        List<String> plan = explain(store, mode, parameters);
        String text = String.join("\n", plan);
        assertFalse(text.contains("Seq Scan"), text);
        assertTrue(text.contains("feed_item_pkey"), text);
        Matcher touched = TOUCHED.matcher(text);
        assertTrue(touched.find(), text);
        int pages = Integer.parseInt(touched.group(1))
                + (touched.group(2) == null ? 0 : Integer.parseInt(touched.group(2)));
        assertTrue(pages <= mostPages, pages + " pages were touched for " + news + " items");
    }

    private static List<String> explain(Store store, String mode, String parameters) {
        try (var connection = store.connect();
                var sql = connection.createStatement()) {
            sql.execute("set plan_cache_mode = " + mode);
            sql.execute("prepare read_on (smallint[], bigint[], bigint[], smallint[], smallint[], bigint) as "
                    + FeedLog.READ);
            var rows = sql.executeQuery("explain (analyze, buffers, costs off) execute read_on(" + parameters + ")");
            List<String> plan = new java.util.ArrayList<>();
            while (rows.next()) {
                plan.add(rows.getString(1));
            }
            return plan;
        } catch (java.sql.SQLException e) {
            throw new AssertionError(e);
        }
    }
}
