package io.onefold.devstack;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** Where a PostgreSQL server is and who may enter: everything that a URL of one of its databases needs. */
public record PostgresAddress(String host, int port, String user, String password) {

    /** The databases of the five services. */
    public static final List<String> SERVICE_DATABASES = List.of(
            "onefold_ingestion", "onefold_identity", "onefold_profile", "onefold_segment", "onefold_activation");

    private static final int DEFAULT_PORT = 5432;

    static PostgresAddress local(int port) {
        return new PostgresAddress("127.0.0.1", port, "postgres", "postgres");
    }

    /** Reads {@code postgresql://user:password@host:port}; port and credentials may be left out. */
    public static PostgresAddress parse(String url) {
        URI uri = URI.create(url);
        if (!"postgresql".equals(uri.getScheme()) || uri.getHost() == null) {
            throw StackException.cannotRun(
                    "not a PostgreSQL URL, expected postgresql://user:password@host:port: " + url);
        }
        String userInfo = uri.getRawUserInfo() == null ? "postgres:postgres" : uri.getRawUserInfo();
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String password = colon < 0 ? "" : userInfo.substring(colon + 1);
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        return new PostgresAddress(uri.getHost(), port, decoded(user), decoded(password));
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part, StandardCharsets.UTF_8);
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://%s:%d/%s".formatted(host, port, database);
    }

    public String reactiveUrl(String database) {
        return "postgresql://%s:%d/%s".formatted(host, port, database);
    }

    /** A plain connection, for set-up and for looking behind the services in tests. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), user, password);
    }

    @Override
    public String toString() {
        return "postgresql://%s@%s:%d".formatted(user, host, port);
    }
}
