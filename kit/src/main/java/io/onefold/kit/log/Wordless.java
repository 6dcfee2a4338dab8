package io.onefold.kit.log;

import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.vertx.pgclient.PgException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A failure as a log may have it: of which class, where, and with which code, but without its words, which may quote the very value that was
 * refused.
 */
public final class Wordless extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String kind;

    private Wordless(Throwable failure, @Nullable Throwable cause) {
        super(null, cause, false, true);
        this.kind = kind(failure);
        setStackTrace(failure.getStackTrace());
    }

    public static Throwable of(Throwable failure) {
        return of(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static Wordless of(Throwable failure, Set<Throwable> seen) {
        seen.add(failure);
        Throwable cause = failure.getCause();
        return new Wordless(failure, cause == null || seen.contains(cause) ? null : of(cause, seen));
    }

    private static String kind(Throwable failure) {
        String name = failure.getClass().getName();
        if (failure instanceof PgException pg) {
            return name + " " + pg.getSqlState();
        }
        if (failure instanceof StatusRuntimeException status) {
            return name + " " + status.getStatus().getCode();
        }
        return failure instanceof StatusException status
                ? name + " " + status.getStatus().getCode()
                : name;
    }

    @Override
    public String toString() {
        return kind;
    }
}
