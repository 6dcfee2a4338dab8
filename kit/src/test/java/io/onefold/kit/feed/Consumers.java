package io.onefold.kit.feed;

import io.onefold.kit.sql.Transaction;
import java.util.List;

/** What consumers under test do with the letters that they read: note each in a table that would show it twice. */
final class Consumers {
    static final String TABLE = "create table applied (letter text not null)";
    private static final String INSERT = "insert into applied (letter) select unnest($1::text[])";

    private Consumers() {}

    static void apply(Transaction tx, List<FeedBatch<String>> batches) {
        String[] letters = batches.stream().flatMap(FeedBatch::changes).toArray(String[]::new);
        tx.execute(INSERT, (Object) letters);
    }

    static FeedEffect<String> noting() {
        return batches -> tx -> apply(tx, batches);
    }
}
