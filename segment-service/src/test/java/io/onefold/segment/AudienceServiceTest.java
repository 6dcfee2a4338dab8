package io.onefold.segment;

import static io.onefold.segment.script.SegmentCalls.as;
import static io.onefold.segment.script.SegmentCalls.boughtAtLeast;
import static io.onefold.segment.script.SegmentCalls.create;
import static io.onefold.segment.script.SegmentCalls.delete;
import static io.onefold.segment.script.SegmentCalls.field;
import static io.onefold.segment.script.SegmentCalls.get;
import static io.onefold.segment.script.SegmentCalls.memberIds;
import static io.onefold.segment.script.SegmentCalls.netAtLeast;
import static io.onefold.segment.script.SegmentCalls.reason;
import static io.onefold.segment.script.SegmentCalls.track;
import static io.onefold.segment.script.SegmentCalls.update;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.onefold.proto.segment.v1.Audience;
import io.onefold.proto.segment.v1.Comparison;
import io.onefold.proto.segment.v1.CreateAudienceRequest;
import io.onefold.proto.segment.v1.EventProperty;
import io.onefold.proto.segment.v1.Expression;
import io.onefold.proto.segment.v1.GetAudienceRequest;
import io.onefold.proto.segment.v1.ListAudiencesRequest;
import io.onefold.proto.segment.v1.ListAudiencesResponse;
import io.onefold.proto.segment.v1.Operator;
import io.onefold.proto.segment.v1.Rule;
import io.onefold.proto.segment.v1.RuleList;
import io.onefold.segment.script.ScriptedProfiles;
import io.onefold.segment.script.ServiceTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Audiences come, are found, and are refused with the reason. */
@ServiceTest
class AudienceServiceTest {
    private static final Rule RULE = netAtLeast("Order Completed", "Order Refunded", "2000");

    @Inject
    ScriptedProfiles profiles;

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
        assertEquals(1, again.getVersion());
        assertTrue(first.hasCreateTime());
        assertEquals(Audience.State.STATE_BACKFILLING, first.getState());
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
    void an_audience_is_found_as_it_was_written() {
        String name = fresh("written");
        create(
                "dev-manage",
                Audience.newBuilder()
                        .setName(name)
                        .setDisplayName("Ümlaute & 猫")
                        .setRule(RULE)
                        // What the service sets is ignored.
                        .setVersion(77)
                        .setBackfilledProfileCount(5)
                        .setState(Audience.State.STATE_LIVE));
        assertEquals(List.of(), memberIds(name, ScriptedProfiles.anyToken()));
        Audience found = get(name);
        assertEquals(RULE, found.getRule());
        assertEquals("Ümlaute & 猫", found.getDisplayName());
        assertEquals(1, found.getVersion());
        assertEquals(Audience.State.STATE_LIVE, found.getState());
        StatusRuntimeException unknown = refused(() -> get("nobody_made_this"));
        assertEquals(Status.Code.NOT_FOUND, unknown.getStatus().getCode());
        assertEquals("AUDIENCE_NOT_FOUND", reason(unknown));
    }

    @Test
    void audiences_are_listed_by_name_in_pages() {
        String prefix = fresh("page");
        List<String> made = new ArrayList<>();
        for (String suffix : List.of("_b", "2", "_a", "zz", "_", "a_b", "10")) {
            made.add(create(prefix + suffix, RULE).getName());
        }
        made.sort(String::compareTo);

        List<String> listed = new ArrayList<>();
        String token = "";
        do {
            ListAudiencesResponse page = as("dev-read")
                    .listAudiences(ListAudiencesRequest.newBuilder()
                            .setPageSize(3)
                            .setPageToken(token)
                            .build());
            assertTrue(page.getAudiencesCount() <= 3);
            page.getAudiencesList().forEach(audience -> listed.add(audience.getName()));
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        List<String> sorted = listed.stream().sorted().distinct().toList();
        assertEquals(sorted, listed);
        assertEquals(
                made, listed.stream().filter(name -> name.startsWith(prefix)).toList());

        delete(made.get(0));
        assertFalse(as("dev-read")
                .listAudiences(
                        ListAudiencesRequest.newBuilder().setPageSize(1000).build())
                .getAudiencesList()
                .stream()
                .anyMatch(audience -> audience.getName().equals(made.get(0))));
    }

    @Test
    void what_cannot_be_asked_names_its_field() {
        assertEquals("name", field(refused(() -> get(""))));
        assertEquals("name", field(refused(() -> get("Robert'); drop table audience;--"))));
        assertEquals("name", field(refused(() -> delete("a\0b"))));
        for (int size : new int[] {-1, 1001, Integer.MIN_VALUE}) {
            assertEquals(
                    "page_size",
                    field(refused(() -> as("dev-read")
                            .listAudiences(ListAudiencesRequest.newBuilder()
                                    .setPageSize(size)
                                    .build()))));
        }
        for (String token : List.of("***", "bm90IG91cnM", "bWVtYmVyczp4H2E")) {
            assertEquals(
                    "INVALID_PAGE_TOKEN",
                    reason(refused(() -> as("dev-read")
                            .listAudiences(ListAudiencesRequest.newBuilder()
                                    .setPageToken(token)
                                    .build()))));
        }
        assertEquals(
                "audience.display_name",
                field(refused(() -> create(
                        "dev-manage",
                        Audience.newBuilder()
                                .setName("long_display")
                                .setRule(RULE)
                                .setDisplayName("x".repeat(201))))));
        assertEquals(
                "audience.create_time",
                field(refused(() -> create(
                        "dev-manage",
                        Audience.newBuilder()
                                .setName("never")
                                .setRule(RULE)
                                .setCreateTime(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))))));
        assertEquals("audience.name", field(refused(() -> create("No Such Name!", RULE))));
        assertEquals("audience.name", field(refused(() -> update("x".repeat(65), RULE))));
        assertEquals(
                Status.Code.INVALID_ARGUMENT,
                refused(() -> as("dev-manage").createAudience(CreateAudienceRequest.getDefaultInstance()))
                        .getStatus()
                        .getCode());
    }

    @Test
    void a_bad_rule_names_its_node() {
        Rule bad = Rule.newBuilder()
                .setAll(RuleList.newBuilder()
                        .addRules(RULE)
                        .addRules(Rule.newBuilder().setNot(Rule.newBuilder())))
                .build();
        for (StatusRuntimeException refused :
                List.of(refused(() -> create(fresh("bad"), bad)), refused(() -> update(fresh("bad"), bad)))) {
            assertEquals(Status.Code.INVALID_ARGUMENT, refused.getStatus().getCode());
            assertEquals("INVALID_RULE", reason(refused));
            assertEquals("audience.rule.all.rules[1].not", field(refused));
        }

        Rule deep = RULE;
        for (int i = 0; i < 40; i++) {
            deep = Rule.newBuilder().setNot(deep).build();
        }
        Rule tooDeep = deep;
        assertEquals("INVALID_RULE", reason(refused(() -> create(fresh("deep"), tooDeep))));
        assertEquals("INVALID_RULE", reason(refused(() -> create(fresh("nan"), netAtLeast("a", "b", "NaN")))));
    }

    @Test
    void a_rule_that_does_not_type_check_names_its_node() {
        Rule textAboveNumber = Rule.newBuilder()
                .setComparison(Comparison.newBuilder()
                        .setLeft(Expression.newBuilder().setCount(track("Order Completed")))
                        .setOperator(Operator.OPERATOR_GT)
                        .setRight(Expression.newBuilder().setText("many")))
                .build();
        StatusRuntimeException refused = refused(() -> create(fresh("types"), textAboveNumber));
        assertEquals("INVALID_RULE", reason(refused));
        assertTrue(field(refused).startsWith("audience.rule.comparison"), field(refused));

        Rule noSuchPlace = SegmentRules.sumOf("Order Completed", "elsewhere.total");
        refused = refused(() -> create(fresh("field"), noSuchPlace));
        assertTrue(List.of("INVALID_RULE", "INVALID_FIELD").contains(reason(refused)));
        assertTrue(field(refused).startsWith("audience.rule.comparison.left.sum"), field(refused));

        for (Rule never : List.of(
                Rule.newBuilder()
                        .setComparison(Comparison.newBuilder()
                                .setLeft(Expression.newBuilder().setLatestTime(track("Order Completed")))
                                .setOperator(Operator.OPERATOR_LT)
                                .setRight(Expression.newBuilder()
                                        .setTime(Timestamp.newBuilder().setSeconds(Long.MIN_VALUE))))
                        .build(),
                Rule.newBuilder()
                        .setOccurred(track("Order Completed")
                                .setWindow(Duration.newBuilder()
                                        .setSeconds(Long.MAX_VALUE)
                                        .setNanos(999_999_999)))
                        .build())) {
            refused = refused(() -> create(fresh("never"), never));
            assertEquals("INVALID_FIELD", reason(refused));
            assertTrue(field(refused).startsWith("audience.rule."), field(refused));
        }

        Rule windowOfZero = Rule.newBuilder()
                .setOccurred(track("Order Completed").setWindow(Duration.getDefaultInstance()))
                .build();
        refused = refused(() -> create(fresh("window"), windowOfZero));
        assertTrue(List.of("INVALID_RULE", "INVALID_FIELD").contains(reason(refused)));
        assertEquals("audience.rule.occurred.window", field(refused));
    }

    private static final class SegmentRules {
        static Rule sumOf(String event, String path) {
            return io.onefold.segment.script.SegmentCalls.atLeast(
                    Expression.newBuilder()
                            .setSum(EventProperty.newBuilder()
                                    .setEvents(track(event))
                                    .setPath(path))
                            .build(),
                    "1");
        }
    }

    @Test
    void workspaces_do_not_see_each_other() {
        String name = fresh("ours");
        create(name, RULE);
        assertEquals(
                "AUDIENCE_NOT_FOUND",
                reason(refused(() -> as("second-read")
                        .getAudience(
                                GetAudienceRequest.newBuilder().setName(name).build()))));
        // The name is free there, for another rule.
        Audience theirs = create(
                "second-manage", Audience.newBuilder().setName(name).setRule(boughtAtLeast("Order Completed", "1")));
        assertEquals(1, theirs.getVersion());
        assertEquals(RULE, get(name).getRule());
        List<String> listed =
                as("second-read").listAudiences(ListAudiencesRequest.getDefaultInstance()).getAudiencesList().stream()
                        .map(Audience::getName)
                        .toList();
        assertTrue(listed.contains(name));
        assertTrue(as("dev-internal")
                .listAudiences(ListAudiencesRequest.getDefaultInstance())
                .getAudiencesList()
                .isEmpty());
    }
}
