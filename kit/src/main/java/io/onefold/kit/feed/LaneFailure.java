package io.onefold.kit.feed;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.onefold.kit.error.Outage;
import io.vertx.pgclient.PgException;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** What a lane makes of a failure: whose fault it is, and what can be done. */
public final class LaneFailure {
    private static final int LONGEST_REASON = 2000;
    private static final String CURSOR_LOST = "CURSOR_LOST";
    /** What another service says when the two do not fit: wrong credentials, another version. No item is to blame. */
    private static final Set<Status.Code> MISCONFIGURED =
            Set.of(Status.Code.UNAUTHENTICATED, Status.Code.PERMISSION_DENIED, Status.Code.UNIMPLEMENTED);

    private static final Set<Status.Code> TOO_MUCH =
            Set.of(Status.Code.DEADLINE_EXCEEDED, Status.Code.RESOURCE_EXHAUSTED);

    private LaneFailure() {}

    /** The partition whose cursor the upstream refuses for good; any other failure is no reason to read anew. */
    static OptionalInt lostPartition(Throwable failure) {
        com.google.rpc.Status status = StatusProto.fromThrowable(failure);
        if (!(failure instanceof StatusRuntimeException) || status == null) {
            return OptionalInt.empty();
        }
        return status.getDetailsList().stream()
                .filter(detail -> detail.is(ErrorInfo.class))
                .map(LaneFailure::errorInfo)
                .filter(info -> info.getReason().equals(CURSOR_LOST))
                .mapToInt(info -> Integer.parseInt(info.getMetadataOrThrow("partition")))
                .findFirst();
    }

    private static ErrorInfo errorInfo(Any detail) {
        try {
            return detail.unpack(ErrorInfo.class);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("an ErrorInfo that cannot be read", e);
        }
    }

    /** An outage says nothing about the items: everything is tried again, for as long as it lasts. */
    public static boolean isAway(Throwable failure) {
        if (failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError)) {
            return true;
        }
        return Outage.is(failure)
                || failure instanceof FeedEffect.Again
                || causes(failure)
                        .anyMatch(cause -> cause instanceof StatusRuntimeException status
                                && MISCONFIGURED.contains(status.getStatus().getCode()))
                || causes(failure)
                        .anyMatch(cause -> cause instanceof PgException pg
                                && pg.getSqlState() != null
                                && pg.getSqlState().startsWith("40"));
    }

    /**
     * Whether an item may be to blame for what looks like an outage, since it is too large or takes too long: when whoever was asked answers
     * other questions all the time.
     */
    static boolean mayBeTheItems(Throwable failure) {
        return causes(failure)
                .anyMatch(cause -> cause instanceof OutOfMemoryError
                        || (cause instanceof StatusRuntimeException status
                                && TOO_MUCH.contains(status.getStatus().getCode())));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }

    /** A reason that PostgreSQL takes: it may quote the very text that could not be applied. */
    public static String reason(Throwable failure) {
        String text = failure.toString().replace('\0', ' ');
        return text.substring(0, Math.min(text.length(), LONGEST_REASON));
    }
}
