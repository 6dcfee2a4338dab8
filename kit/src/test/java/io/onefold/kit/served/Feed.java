package io.onefold.kit.served;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.MeterRegistry;
import io.onefold.domain.Bucket;
import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.feed.FeedLog;
import io.onefold.kit.feed.NewItem;
import io.onefold.kit.feed.Wakeups;
import io.onefold.kit.sql.Database;
import io.onefold.proto.type.v1.Event;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Appends events to the feed of the service under test, the way its use cases would. */
@Singleton
class Feed {
    private static final int AT_ONCE = 1_000;

    private final Database database;
    private final FeedLog log;
    /** As another replica's whose wake-ups do not come through. */
    private final FeedLog silent;

    private final AtomicLong count = new AtomicLong();

    Feed(Database database, FeedLog log, FeedConfig config, ReactiveRedisDataSource redis, MeterRegistry registry) {
        this.database = database;
        this.log = log;
        this.silent = new FeedLog(config, new Wakeups(redis, "nobody"), registry);
    }

    /** Appends events of about this size and tells the waiters; gives their ids. */
    List<String> append(int items, int bytes) {
        return append(log, items, bytes);
    }

    void appendInSilence(int items) {
        append(silent, items, 10);
    }

    private List<String> append(FeedLog to, int items, int bytes) {
        List<String> ids = new ArrayList<>();
        while (ids.size() < items) {
            List<NewItem> batch = new ArrayList<>();
            for (int i = 0; i < AT_ONCE && ids.size() < items; i++) {
                long number = count.incrementAndGet();
                String id = "event-" + number;
                ids.add(id);
                byte[] payload = Event.newBuilder()
                        .setEventId(id)
                        .setPropertiesBytes(ByteString.copyFromUtf8("x".repeat(bytes)))
                        .build()
                        .toByteArray();
                batch.add(new NewItem((short) (number * 7 % Bucket.COUNT), "dev", new UUID(0, number), payload));
            }
            database.inTransaction(tx -> to.append(tx, batch));
        }
        return ids;
    }

    /** Appends a tick to every partition. */
    void tick(Instant time) {
        database.inTransaction(tx -> log.tick(tx, "", time));
    }
}
