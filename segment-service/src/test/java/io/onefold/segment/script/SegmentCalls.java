package io.onefold.segment.script;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import io.onefold.proto.segment.v1.Audience;
import io.onefold.proto.segment.v1.AudienceServiceGrpc;
import io.onefold.proto.segment.v1.AudienceServiceGrpc.AudienceServiceBlockingStub;
import io.onefold.proto.segment.v1.Comparison;
import io.onefold.proto.segment.v1.CreateAudienceRequest;
import io.onefold.proto.segment.v1.Difference;
import io.onefold.proto.segment.v1.EventSelector;
import io.onefold.proto.segment.v1.EventSum;
import io.onefold.proto.segment.v1.Expression;
import io.onefold.proto.segment.v1.ListMembersRequest;
import io.onefold.proto.segment.v1.ListMembersResponse;
import io.onefold.proto.segment.v1.Rule;
import io.onefold.proto.type.v1.EventType;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;

/** Calls this service as its users do. */
public final class SegmentCalls {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final ManagedChannel CHANNEL = NettyChannelBuilder.forAddress(
                    "127.0.0.1", ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class))
            .usePlaintext()
            .build();

    private SegmentCalls() {}

    public static AudienceServiceBlockingStub anonymous() {
        return AudienceServiceGrpc.newBlockingStub(CHANNEL);
    }

    public static AudienceServiceBlockingStub as(String token) {
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + token);
        return anonymous().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    public static Audience create(String name, Rule rule) {
        return as("dev-manage")
                .createAudience(CreateAudienceRequest.newBuilder()
                        .setAudience(Audience.newBuilder().setName(name).setRule(rule))
                        .build())
                .getAudience();
    }

    public static ListMembersResponse members(String name, String token) {
        return as("dev-read")
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .listMembers(ListMembersRequest.newBuilder()
                        .setAudience(name)
                        .setConsistencyToken(token)
                        .build());
    }

    public static List<String> memberIds(String name, String token) {
        return members(name, token).getMembersList().stream()
                .map(m -> m.getProfileId())
                .toList();
    }

    /** What was bought less what was given back is at least so much. */
    public static Rule netAtLeast(String bought, String refunded, String least) {
        return Rule.newBuilder()
                .setComparison(Comparison.newBuilder()
                        .setLeft(Expression.newBuilder()
                                .setDifference(Difference.newBuilder()
                                        .setMinuend(sum(bought))
                                        .setSubtrahend(sum(refunded))))
                        .setOperator(Comparison.Operator.OPERATOR_GE)
                        .setRight(Expression.newBuilder().setNumber(least)))
                .build();
    }

    private static Expression sum(String name) {
        return Expression.newBuilder()
                .setSum(EventSum.newBuilder()
                        .setEvents(EventSelector.newBuilder()
                                .setType(EventType.EVENT_TYPE_TRACK)
                                .setName(name))
                        .setProperty("total"))
                .build();
    }

    public static String reason(StatusRuntimeException refused) {
        return detail(refused, ErrorInfo.class).getReason();
    }

    public static String field(StatusRuntimeException refused) {
        return detail(refused, BadRequest.class).getFieldViolations(0).getField();
    }

    private static <T extends com.google.protobuf.Message> T detail(StatusRuntimeException refused, Class<T> type) {
        com.google.rpc.Status status = Objects.requireNonNull(StatusProto.fromThrowable(refused));
        for (Any detail : status.getDetailsList()) {
            if (detail.is(type)) {
                try {
                    return detail.unpack(type);
                } catch (InvalidProtocolBufferException damaged) {
                    throw new AssertionError(damaged);
                }
            }
        }
        throw new AssertionError("no " + type.getSimpleName() + " in " + status);
    }
}
