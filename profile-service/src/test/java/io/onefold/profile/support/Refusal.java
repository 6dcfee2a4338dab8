package io.onefold.profile.support;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Map;
import java.util.Objects;

/** What an error says to a program. */
public record Refusal(String reason, String domain, Map<String, String> metadata) {
    public static Refusal of(StatusRuntimeException thrown) {
        com.google.rpc.Status status =
                Objects.requireNonNull(StatusProto.fromThrowable(thrown), "an error with details");
        try {
            for (Any detail : status.getDetailsList()) {
                if (detail.is(ErrorInfo.class)) {
                    ErrorInfo info = detail.unpack(ErrorInfo.class);
                    return new Refusal(info.getReason(), info.getDomain(), info.getMetadataMap());
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("an ErrorInfo that cannot be read", e);
        }
        throw new AssertionError("no ErrorInfo in " + status);
    }
}
