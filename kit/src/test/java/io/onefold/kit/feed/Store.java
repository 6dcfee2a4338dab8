package io.onefold.kit.feed;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.onefold.devstack.PostgresAddress;
import io.onefold.devstack.TestStack;
import io.onefold.kit.sql.Database;
import io.quarkus.redis.runtime.datasource.ReactiveRedisDataSourceImpl;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisAPI;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** A service's database with the kit's tables, and what the kit offers on it, without a service around. */
final class Store implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final PostgresAddress server = TestStack.shared().postgres();
    private final String name;
    final Settings settings;
    final Database database;
    final FeedLog log;
    final FeedEpoch epoch;
    final CursorStore cursors = new CursorStore();
    final Wakeups wakeups;
    final Progress progress;
    final ClockRelay relay;
    final FeedReader reader;
    final MeterRegistry registry = new SimpleMeterRegistry();
    private final FeedMetrics metrics;

    Store(Settings settings) {
        this(settings, TestStack.freshDatabase("kit"), 0);
    }

    /** @param port where PostgreSQL is reached, if not directly; 0: directly */
    private Store(Settings settings, String name, int port) {
        this.settings = settings;
        this.name = name;
        PgConnectOptions options = new PgConnectOptions()
                .setHost(server.host())
                .setPort(port == 0 ? server.port() : port)
                .setUser(server.user())
                .setPassword(server.password())
                .setDatabase(name)
                .setCachePreparedStatements(true);
        database = new Database(Pool.newInstance(PgBuilder.pool()
                .connectingTo(options)
                .with(new PoolOptions().setMaxSize(16))
                .using(vertx)
                .build()));
        if (port == 0) {
            sql(schema());
        }
        // Else the first lanes of a JVM race to set up the context propagation, which Quarkus does at its start.
        boolean reached = database.snapshot(
                tx -> tx.query("select true").iterator().next().getBoolean(0));
        assertTrue(reached);
        wakeups = new Wakeups(redis(TestStack.shared().redisUrl()), "kit_" + name);
        log = new FeedLog(settings, wakeups, registry);
        epoch = new FeedEpoch(database, settings);
        progress = new Progress(database, cursors, wakeups, settings);
        relay = new ClockRelay(database, cursors, log, settings);
        reader = new FeedReader(database, log, epoch, tx -> "");
        metrics = new FeedMetrics(registry, settings);
    }

    /** The same database, reached through another port. */
    Store through(int port) {
        return new Store(settings, name, port);
    }

    int port() {
        return server.port();
    }

    /** Wake-ups of another replica, which reaches Redis in its own way. */
    Wakeups wakeupsOverRedis(String url) {
        return new Wakeups(redis(url), "kit_" + name);
    }

    private ReactiveRedisDataSourceImpl redis(String url) {
        io.vertx.mutiny.core.Vertx mutiny = io.vertx.mutiny.core.Vertx.newInstance(vertx);
        Redis redis = Redis.createClient(mutiny, url);
        return new ReactiveRedisDataSourceImpl(mutiny, redis, RedisAPI.api(redis));
    }

    private static String schema() {
        try (InputStream file = Store.class.getResourceAsStream("/db/kit/V0.1__feeds.sql")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FeedConsumer.Parts parts() {
        return parts(new Leases(database, settings));
    }

    FeedConsumer.Parts parts(Leases leases) {
        return new FeedConsumer.Parts(database, cursors, leases, wakeups, relay, settings, metrics);
    }

    Connection connect() throws SQLException {
        return server.connect(name);
    }

    void sql(String statement) {
        try (Connection connection = connect();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        } catch (SQLException e) {
            throw new AssertionError(statement, e);
        }
    }

    /** The first column of a query's rows, as text. */
    List<String> column(String query) {
        try (Connection connection = connect();
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            List<String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(rows.getString(1));
            }
            return column;
        } catch (SQLException e) {
            throw new AssertionError(query, e);
        }
    }

    long number(String query) {
        return Long.parseLong(column(query).get(0));
    }

    NewItem item(int bucket, String text) {
        return new NewItem((short) bucket, "dev", UUID.randomUUID(), text.getBytes(StandardCharsets.UTF_8));
    }

    /** Appends texts over all partitions, in one transaction. */
    void append(List<String> texts) {
        epoch.present();
        List<NewItem> items = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            items.add(item(i * 37 % 1024, texts.get(i)));
        }
        database.inTransaction(tx -> log.append(tx, items));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
