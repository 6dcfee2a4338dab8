package io.onefold.kit.error;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.DatabaseException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Tells a failure that says nothing about what was asked, and will pass: a lost connection, a server that starts or stops, a statement that
 * waited too long, another service that is away, a caller who has gone.
 */
public final class Outage {
    private static final Set<Status.Code> CODES = Set.of(
            Status.Code.UNAVAILABLE,
            Status.Code.DEADLINE_EXCEEDED,
            Status.Code.CANCELLED,
            Status.Code.RESOURCE_EXHAUSTED);
    /** Connection, resources, operator: the classes of SQLSTATE that are the server's. */
    private static final Set<String> SERVER_STATES = Set.of("08", "53", "57", "58");

    private Outage() {}

    public static boolean is(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (isOutage(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOutage(Throwable cause) {
        if (cause instanceof PgException pg) {
            return isServerState(pg.getSqlState());
        }
        Status.Code code = code(cause);
        if (code != null) {
            return CODES.contains(code);
        }
        // The driver's own word for a connection that is closed, or a pool that has none to give, is a bare
        // VertxException.
        return cause instanceof IOException
                || cause instanceof TimeoutException
                || cause instanceof InterruptedException
                || cause instanceof io.smallrye.mutiny.TimeoutException
                || (cause instanceof VertxException && !(cause instanceof DatabaseException));
    }

    private static boolean isServerState(@Nullable String sqlState) {
        return sqlState != null && sqlState.length() == 5 && SERVER_STATES.contains(sqlState.substring(0, 2));
    }

    private static Status.@Nullable Code code(Throwable cause) {
        if (cause instanceof StatusRuntimeException runtime) {
            return runtime.getStatus().getCode();
        }
        return cause instanceof StatusException checked ? checked.getStatus().getCode() : null;
    }
}
