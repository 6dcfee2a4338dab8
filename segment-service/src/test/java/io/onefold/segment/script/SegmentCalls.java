package io.onefold.segment.script;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import io.onefold.proto.segment.v1.Audience;
import io.onefold.proto.segment.v1.AudienceServiceGrpc;
import io.onefold.proto.segment.v1.AudienceServiceGrpc.AudienceServiceBlockingStub;
import io.onefold.proto.segment.v1.Comparison;
import io.onefold.proto.segment.v1.CreateAudienceRequest;
import io.onefold.proto.segment.v1.DeleteAudienceRequest;
import io.onefold.proto.segment.v1.DeleteAudienceResponse;
import io.onefold.proto.segment.v1.Difference;
import io.onefold.proto.segment.v1.EventProperty;
import io.onefold.proto.segment.v1.EventSelector;
import io.onefold.proto.segment.v1.Expression;
import io.onefold.proto.segment.v1.GetAudienceRequest;
import io.onefold.proto.segment.v1.ListMembersRequest;
import io.onefold.proto.segment.v1.ListMembersResponse;
import io.onefold.proto.segment.v1.ListMembershipsRequest;
import io.onefold.proto.segment.v1.ListMembershipsResponse;
import io.onefold.proto.segment.v1.Operator;
import io.onefold.proto.segment.v1.Rule;
import io.onefold.proto.segment.v1.UpdateAudienceRequest;
import io.onefold.proto.type.v1.EventType;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.ConfigProvider;

/** Calls this service as its users do. */
public final class SegmentCalls {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final ManagedChannel CHANNEL = NettyChannelBuilder.forAddress(
                    "127.0.0.1", ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class))
            .usePlaintext()
            .build();

    private static final int MOST_ATTEMPTS = 9;

    private SegmentCalls() {}

    public static ManagedChannel channel() {
        return CHANNEL;
    }

    public static AudienceServiceBlockingStub anonymous() {
        return AudienceServiceGrpc.newBlockingStub(CHANNEL);
    }

    public static AudienceServiceBlockingStub as(String token) {
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + token);
        return anonymous()
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .withDeadlineAfter(3, TimeUnit.MINUTES);
    }

    /**
     * What a call is told that cannot be answered within its deadline of two seconds. The answer leaves a moment before it: on a busy
     * machine not every one is in time.
     */
    public static StatusRuntimeException refusedInTime(String token, Consumer<AudienceServiceBlockingStub> call) {
        for (int attempt = 1; ; attempt++) {
            StatusRuntimeException refused = assertThrows(
                    StatusRuntimeException.class, () -> call.accept(as(token).withDeadlineAfter(2, TimeUnit.SECONDS)));
            if (attempt == MOST_ATTEMPTS || refused.getStatus().getCode() != Status.Code.DEADLINE_EXCEEDED) {
                return refused;
            }
        }
    }

    public static Audience create(String name, Rule rule) {
        return create("dev-manage", Audience.newBuilder().setName(name).setRule(rule));
    }

    public static Audience create(String token, Audience.Builder audience) {
        return as(token)
                .createAudience(
                        CreateAudienceRequest.newBuilder().setAudience(audience).build())
                .getAudience();
    }

    public static Audience update(String name, Rule rule) {
        return update(Audience.newBuilder().setName(name).setRule(rule));
    }

    public static Audience update(Audience.Builder audience) {
        return as("dev-manage")
                .updateAudience(
                        UpdateAudienceRequest.newBuilder().setAudience(audience).build())
                .getAudience();
    }

    public static DeleteAudienceResponse delete(String name) {
        return as("dev-manage")
                .deleteAudience(DeleteAudienceRequest.newBuilder().setName(name).build());
    }

    public static Audience get(String name) {
        return as("dev-read")
                .getAudience(GetAudienceRequest.newBuilder().setName(name).build())
                .getAudience();
    }

    /** Asks again while the token is not applied yet, as callers are told to: a busy machine needs longer than one call waits. */
    public static ListMembersResponse members(String name, String token) {
        return members("dev-read", name, token);
    }

    private static ListMembersResponse members(String credential, String name, String token) {
        ListMembersRequest request = ListMembersRequest.newBuilder()
                .setAudience(name)
                .setConsistencyToken(token)
                .build();
        for (int attempt = 1; ; attempt++) {
            try {
                return as(credential).listMembers(request);
            } catch (StatusRuntimeException refused) {
                if (attempt == MOST_ATTEMPTS || refused.getStatus().getCode() != Status.Code.FAILED_PRECONDITION) {
                    throw refused;
                }
            }
        }
    }

    public static List<String> memberIds(String name, String token) {
        return memberIds("dev-read", name, token);
    }

    /** For whoever holds a credential. */
    public static List<String> memberIds(String credential, String name, String token) {
        return members(credential, name, token).getMembersList().stream()
                .map(m -> m.getProfileId())
                .toList();
    }

    public static ListMembershipsResponse memberships(UUID profile, String token) {
        return as("dev-read")
                .listMemberships(ListMembershipsRequest.newBuilder()
                        .setProfileId(profile.toString())
                        .setConsistencyToken(token)
                        .build());
    }

    /** What was bought less what was given back is at least so much. */
    public static Rule netAtLeast(String bought, String refunded, String least) {
        return atLeast(
                Expression.newBuilder()
                        .setDifference(
                                Difference.newBuilder().setMinuend(sum(bought)).setSubtrahend(sum(refunded)))
                        .build(),
                least);
    }

    /** What was bought is at least so much. */
    public static Rule boughtAtLeast(String bought, String least) {
        return atLeast(sum(bought), least);
    }

    public static Rule atLeast(Expression amount, String least) {
        return Rule.newBuilder()
                .setComparison(Comparison.newBuilder()
                        .setLeft(amount)
                        .setOperator(Operator.OPERATOR_GE)
                        .setRight(Expression.newBuilder().setNumber(least)))
                .build();
    }

    public static EventSelector.Builder track(String name) {
        return EventSelector.newBuilder().addTypes(EventType.EVENT_TYPE_TRACK).addNames(name);
    }

    private static Expression sum(String name) {
        return Expression.newBuilder()
                .setSum(EventProperty.newBuilder().setEvents(track(name)).setPath("properties.total"))
                .build();
    }

    public static String reason(StatusRuntimeException refused) {
        return detail(refused, ErrorInfo.class).getReason();
    }

    public static String field(StatusRuntimeException refused) {
        return detail(refused, BadRequest.class).getFieldViolations(0).getField();
    }

    public static <T extends com.google.protobuf.Message> T detail(StatusRuntimeException refused, Class<T> type) {
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
