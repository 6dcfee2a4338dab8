package io.onefold.segment;

import static io.onefold.segment.script.SegmentCalls.anonymous;
import static io.onefold.segment.script.SegmentCalls.as;
import static io.onefold.segment.script.SegmentCalls.create;
import static io.onefold.segment.script.SegmentCalls.field;
import static io.onefold.segment.script.SegmentCalls.members;
import static io.onefold.segment.script.SegmentCalls.netAtLeast;
import static io.onefold.segment.script.SegmentCalls.reason;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.proto.segment.v1.Audience;
import io.onefold.proto.segment.v1.AudienceServiceGrpc.AudienceServiceBlockingStub;
import io.onefold.proto.segment.v1.CreateAudienceRequest;
import io.onefold.proto.segment.v1.ListMembersRequest;
import io.onefold.proto.segment.v1.Rule;
import io.onefold.proto.segment.v1.RuleList;
import io.onefold.proto.segment.v1.WatchMembershipsRequest;
import io.onefold.segment.audience.AudienceCodec;
import io.onefold.segment.audience.AudienceDraft;
import io.onefold.segment.script.Person.Happening;
import io.onefold.segment.script.ScriptedProfiles;
import io.onefold.segment.script.SegmentCalls;
import io.onefold.segment.script.ServiceTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

@ServiceTest
class AudienceServiceTest {
    private static final Rule RULE = netAtLeast("Order Completed", "Order Refunded", "2000");

    @Inject
    ScriptedProfiles profiles;

    @Inject
    AudienceCodec codec;

    private static String fresh(String prefix) {
        return prefix + "_" + UUID.randomUUID().toString().substring(0, 8);
    }

    private static StatusRuntimeException refused(Executable call) {
        return assertThrows(StatusRuntimeException.class, call);
    }

    @Test
    void the_same_audience_twice_is_one() {
        String name = fresh("twice");
        Audience first = create(name, RULE);
        Audience again = create(name, netAtLeast("Order Completed", "Order Refunded", "2000.00"));
        assertEquals(first.getCreateTime(), again.getCreateTime());
        assertEquals(first.getRule(), again.getRule());
        assertTrue(first.hasCreateTime());
    }

    @Test
    void another_rule_under_the_same_name_is_refused() {
        String name = fresh("taken");
        create(name, RULE);
        StatusRuntimeException refused = refused(() -> create(name, netAtLeast("Order Completed", "Refund", "2000")));
        assertEquals(Status.Code.ALREADY_EXISTS, refused.getStatus().getCode());
        assertEquals("AUDIENCE_EXISTS", reason(refused));
    }

    @Test
    void a_bad_rule_names_its_node() {
        Rule bad = Rule.newBuilder()
                .setAll(RuleList.newBuilder()
                        .addRules(RULE)
                        .addRules(Rule.newBuilder().setNot(Rule.newBuilder())))
                .build();
        StatusRuntimeException refused = refused(() -> create(fresh("bad"), bad));
        assertEquals(Status.Code.INVALID_ARGUMENT, refused.getStatus().getCode());
        assertEquals("INVALID_RULE", reason(refused));
        assertEquals("audience.rule.all.rules[1].not", field(refused));

        Rule deep = RULE;
        for (int i = 0; i < 40; i++) {
            deep = Rule.newBuilder().setNot(deep).build();
        }
        Rule tooDeep = deep;
        assertEquals("INVALID_RULE", reason(refused(() -> create(fresh("deep"), tooDeep))));
        assertEquals("INVALID_RULE", reason(refused(() -> create(fresh("nan"), netAtLeast("a", "b", "NaN")))));
        assertEquals("INVALID_FIELD", reason(refused(() -> create("No Such Name!", RULE))));
    }

    @Test
    void unknown_audiences_tokens_and_pages() {
        assertEquals("AUDIENCE_NOT_FOUND", reason(refused(() -> members("nobody_made_this", ""))));
        String name = fresh("pages");
        create(name, RULE);
        assertEquals("INVALID_CONSISTENCY_TOKEN", reason(refused(() -> members(name, "***"))));
        ListMembersRequest page = ListMembersRequest.newBuilder()
                .setAudience(name)
                .setPageToken("bm90IG91cnM")
                .build();
        assertEquals("INVALID_PAGE_TOKEN", reason(refused(() -> as("dev-read").listMembers(page))));
        ListMembersRequest huge = ListMembersRequest.newBuilder()
                .setAudience(name)
                .setPageSize(10_001)
                .build();
        assertEquals("INVALID_FIELD", reason(refused(() -> as("dev-read").listMembers(huge))));
    }

    @Test
    void a_token_ahead_of_everything_is_not_yet_consistent() {
        String name = fresh("ahead");
        create(name, RULE);
        String ahead = ConsistencyToken.of("profiles", 7, Map.of(3, 1_000_000L)).encode();
        StatusRuntimeException refused = refused(() -> as("dev-read")
                .withDeadlineAfter(15, TimeUnit.SECONDS)
                .listMembers(ListMembersRequest.newBuilder()
                        .setAudience(name)
                        .setConsistencyToken(ahead)
                        .build()));
        assertEquals("NOT_YET_CONSISTENT", reason(refused));
    }

    @Test
    void a_token_of_a_feed_further_up_is_translated() {
        String name = fresh("further");
        String bought = fresh("Order Completed");
        create(name, netAtLeast(bought, "Order Refunded", "2000"));
        UUID ann = UUID.randomUUID();
        profiles.happen(ann, new Happening(bought, Instant.parse("2011-06-01T10:00:00Z"), "2000"));
        String events = ConsistencyToken.of("events", 3, Map.of(0, 12L)).encode();
        assertEquals(List.of(ann.toString()), SegmentCalls.memberIds(name, events));
    }

    @Test
    void each_rpc_states_its_role() {
        Consumer<AudienceServiceBlockingStub> create = stub -> stub.createAudience(CreateAudienceRequest.newBuilder()
                .setAudience(Audience.newBuilder().setName("roles").setRule(RULE))
                .build());
        Consumer<AudienceServiceBlockingStub> list = stub -> stub.listMembers(
                ListMembersRequest.newBuilder().setAudience("roles").build());
        Consumer<AudienceServiceBlockingStub> watch =
                stub -> stub.watchMemberships(WatchMembershipsRequest.getDefaultInstance())
                        .next();
        for (Consumer<AudienceServiceBlockingStub> rpc : List.of(create, list, watch)) {
            assertEquals(
                    Status.Code.UNAUTHENTICATED,
                    refused(() -> rpc.accept(anonymous())).getStatus().getCode());
            assertEquals("MISSING_ROLE", reason(refused(() -> rpc.accept(as("dev-privacy")))));
        }
        assertEquals("MISSING_ROLE", reason(refused(() -> create.accept(as("dev-read")))));
    }

    @Test
    void the_audience_file_says_what_the_proto_says() throws IOException {
        try (InputStream file = Objects.requireNonNull(
                Thread.currentThread().getContextClassLoader().getResourceAsStream("audiences/vip.yaml"))) {
            AudienceDraft vip = codec.file(new String(file.readAllBytes(), StandardCharsets.UTF_8));
            assertEquals("vip", vip.name());
            assertEquals(
                    codec.draft(Audience.newBuilder()
                                    .setName("vip")
                                    .setRule(RULE)
                                    .build())
                            .rule(),
                    vip.rule());
        }
    }
}
