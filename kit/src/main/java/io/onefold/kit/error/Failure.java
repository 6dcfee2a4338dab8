package io.onefold.kit.error;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.Code;
import io.onefold.proto.type.v1.ErrorReason;
import java.io.Serial;
import java.util.List;
import java.util.Map;

/** An outcome that the caller must act on, with everything that it needs for that. Made by {@link Failures} alone. */
public final class Failure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Code code;
    private final ErrorReason reason;
    private final transient Map<String, String> metadata;
    private final transient List<Any> details;

    Failure(Code code, ErrorReason reason, String message, Map<String, String> metadata, Message... details) {
        super(message);
        this.code = code;
        this.reason = reason;
        this.metadata = Map.copyOf(metadata);
        this.details = List.of(details).stream().map(Any::pack).toList();
    }

    /** One that another service of the suite has given. */
    Failure(Code code, ErrorReason reason, String message, Map<String, String> metadata, List<Any> details) {
        super(message);
        this.code = code;
        this.reason = reason;
        this.metadata = Map.copyOf(metadata);
        this.details = List.copyOf(details);
    }

    public Code code() {
        return code;
    }

    public ErrorReason reason() {
        return reason;
    }

    public Map<String, String> metadata() {
        return metadata;
    }

    List<Any> details() {
        return details;
    }
}
