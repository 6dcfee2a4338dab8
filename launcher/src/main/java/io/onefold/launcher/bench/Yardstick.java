package io.onefold.launcher.bench;

import io.onefold.devstack.PostgresAddress;
import io.onefold.devstack.StackInfo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.postgresql.PGConnection;

/**
 * What PostgreSQL alone does with the rows that ingestion wrote, over one connection: a binary COPY into a table without an index, and a
 * bare insert into claims, heads and log, 500 rows to a transaction. Everything else is held against these.
 */
final class Yardstick {
    private static final int BATCH = 500;
    private static final String DATABASE = "onefold_yardstick";

    private static final String READ = """
            select i.bucket, i.position, i.workspace, i.subject, i.payload
            from feed_item i
            where i.subject is not null
            limit %d""";

    private static final String SCHEMA = """
            drop table if exists copied, claim, head, log;
            create table copied (bucket smallint, position bigint, workspace text, subject uuid, payload bytea);
            create table claim (bucket smallint, event_id uuid, state smallint, record_id uuid, content_hash bigint,
                primary key (bucket, event_id));
            create table head (partition smallint primary key, position bigint);
            insert into head select p, 0 from generate_series(0, 15) p;
            create table log (bucket smallint, position bigint, workspace text, subject uuid, payload bytea,
                primary key (position, bucket));""";

    private static final String CLAIM = """
            insert into claim
            select * from unnest(?::smallint[], ?::uuid[], ?::smallint[], ?::uuid[], ?::bigint[])
            on conflict do nothing""";

    private static final String HEAD = "update head set position = position + ? where partition = any(?::smallint[])";

    private static final String LOG = """
            insert into log
            select * from unnest(?::smallint[], ?::bigint[], ?::text[], ?::uuid[], ?::bytea[])""";

    private record LogRow(short bucket, long position, String workspace, UUID subject, byte[] payload) {}

    /** Rows per second. */
    record Result(double copy, double bareInsert) {}

    private final PostgresAddress postgres;
    private final List<LogRow> rows = new ArrayList<>();

    /** Takes up to {@code limit} rows of the log that ingestion has written. */
    Yardstick(StackInfo stack, int limit) throws SQLException {
        this.postgres = stack.postgres();
        stack.createDatabase(DATABASE);
        try (Connection connection = connect("onefold_ingestion");
                Statement statement = connection.createStatement();
                ResultSet read = statement.executeQuery(READ.formatted(limit))) {
            while (read.next()) {
                rows.add(new LogRow(
                        read.getShort(1),
                        read.getLong(2),
                        read.getString(3),
                        read.getObject(4, UUID.class),
                        read.getBytes(5)));
            }
        }
    }

    Result measure() throws SQLException, IOException {
        try (Connection connection = connect(DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute(SCHEMA);
            double copy = rate(() -> copy(connection));
            connection.setAutoCommit(false);
            double insert = rate(() -> insert(connection));
            return new Result(copy, insert);
        }
    }

    private interface Work {
        void run() throws SQLException, IOException;
    }

    private double rate(Work work) throws SQLException, IOException {
        long start = System.nanoTime();
        work.run();
        return rows.size() / ((System.nanoTime() - start) / 1e9);
    }

    private void copy(Connection connection) throws SQLException, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeBytes("PGCOPY\n");
        out.write(new byte[] {(byte) 0xff, '\r', '\n', 0});
        out.writeInt(0);
        out.writeInt(0);
        for (LogRow row : rows) {
            out.writeShort(5);
            out.writeInt(Short.BYTES);
            out.writeShort(row.bucket());
            out.writeInt(Long.BYTES);
            out.writeLong(row.position());
            out.writeInt(row.workspace().length());
            out.writeBytes(row.workspace());
            out.writeInt(2 * Long.BYTES);
            out.writeLong(row.subject().getMostSignificantBits());
            out.writeLong(row.subject().getLeastSignificantBits());
            out.writeInt(row.payload().length);
            out.write(row.payload());
        }
        out.writeShort(-1);
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy copied from stdin (format binary)", new ByteArrayInputStream(bytes.toByteArray()));
    }

    private void insert(Connection connection) throws SQLException {
        long position = 0;
        try (PreparedStatement claim = connection.prepareStatement(CLAIM);
                PreparedStatement head = connection.prepareStatement(HEAD);
                PreparedStatement log = connection.prepareStatement(LOG)) {
            for (int from = 0; from < rows.size(); from += BATCH) {
                insert(connection, rows.subList(from, Math.min(rows.size(), from + BATCH)), position, claim, head, log);
                position += BATCH;
            }
        }
    }

    private static void insert(
            Connection connection,
            List<LogRow> batch,
            long position,
            PreparedStatement claim,
            PreparedStatement head,
            PreparedStatement log)
            throws SQLException {
        int n = batch.size();
        Object[] buckets = new Object[n];
        Object[] positions = new Object[n];
        Object[] workspaces = new Object[n];
        Object[] subjects = new Object[n];
        Object[] eventIds = new Object[n];
        Object[] states = new Object[n];
        byte[][] payloads = new byte[n][];
        for (int i = 0; i < n; i++) {
            LogRow row = batch.get(i);
            buckets[i] = row.bucket();
            positions[i] = position + i;
            workspaces[i] = row.workspace();
            subjects[i] = row.subject();
            eventIds[i] =
                    UUID.nameUUIDFromBytes((row.bucket() + "/" + (position + i)).getBytes(StandardCharsets.US_ASCII));
            states[i] = (short) 1;
            payloads[i] = row.payload();
        }
        claim.setArray(1, connection.createArrayOf("int2", buckets));
        claim.setArray(2, connection.createArrayOf("uuid", eventIds));
        claim.setArray(3, connection.createArrayOf("int2", states));
        claim.setArray(4, connection.createArrayOf("uuid", subjects));
        claim.setArray(5, connection.createArrayOf("int8", positions));
        claim.executeUpdate();
        head.setLong(1, n / 16);
        head.setArray(2, connection.createArrayOf("int2", partitions()));
        head.executeUpdate();
        log.setArray(1, connection.createArrayOf("int2", buckets));
        log.setArray(2, connection.createArrayOf("int8", positions));
        log.setArray(3, connection.createArrayOf("text", workspaces));
        log.setArray(4, connection.createArrayOf("uuid", subjects));
        log.setArray(5, connection.createArrayOf("bytea", payloads));
        log.executeUpdate();
        connection.commit();
    }

    private static Object[] partitions() {
        Object[] partitions = new Object[16];
        for (short p = 0; p < partitions.length; p++) {
            partitions[p] = p;
        }
        return partitions;
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + postgres.host() + ":" + postgres.port() + "/" + database,
                postgres.user(),
                postgres.password());
    }
}
