package io.onefold.kit.feed;

import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The items of feeds that could not be applied and were set aside. */
@ApplicationScoped
public class SetAside {
    private static final String READ = """
            select partition, epoch, position, payload
            from cursor_poison
            where upstream = $1""";

    private static final String DELETE = """
            delete from cursor_poison
            where upstream = $1 and partition = $2 and epoch = $3 and position = $4""";

    private static final String COUNT = "select upstream, count(*) from cursor_poison group by upstream";

    /** How many there are of each upstream that has some. */
    Map<String, Long> count(Transaction tx) {
        Map<String, Long> counts = new HashMap<>();
        tx.query(COUNT).forEach(row -> counts.put(row.getString(0), row.getLong(1)));
        return counts;
    }

    /** Those of an upstream, as they came. */
    public List<byte[]> read(Transaction tx, String upstream) {
        List<byte[]> items = new ArrayList<>();
        for (Row row : tx.query(READ, upstream)) {
            items.add(row.getBuffer(3).getBytes());
        }
        return items;
    }

    /** Deletes those of an upstream that are somebody's. */
    public void forget(Transaction tx, String upstream, Predicate<byte[]> isTheirs) {
        for (Row row : tx.query(READ, upstream)) {
            if (isTheirs.test(row.getBuffer(3).getBytes())) {
                tx.execute(DELETE, upstream, row.getShort(0), row.getLong(1), row.getLong(2));
            }
        }
    }
}
