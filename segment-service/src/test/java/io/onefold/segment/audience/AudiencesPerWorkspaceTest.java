package io.onefold.segment.audience;

import static io.onefold.segment.script.SegmentCalls.boughtAtLeast;
import static io.onefold.segment.script.SegmentCalls.create;
import static io.onefold.segment.script.SegmentCalls.reason;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.onefold.kit.sql.Database;
import io.onefold.proto.segment.v1.Audience;
import io.onefold.segment.script.ServiceTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A workspace has at most so many audiences as the contract says. */
@ServiceTest
class AudiencesPerWorkspaceTest {
    private static final String ALMOST_ALL = """
            insert into audience (id, workspace, name, display_name, rule, version, state, backfilled_profile_count, create_time, begin_time)
            select gen_random_uuid(), 'third', 'one_of_many_' || n, '', ''::bytea, 1, 'DELETING', 0, now(), now()
            from generate_series(1, 500 - (select count(*) from audience where workspace = 'third')) as n""";

    @Inject
    Database database;

    @AfterEach
    void none_of_them_is_left() {
        database.inTransaction(
                tx -> tx.execute("delete from audience where workspace = 'third' and name like 'one_of_many_%'"));
    }

    @Test
    void one_more_is_refused() {
        database.inTransaction(tx -> tx.execute(ALMOST_ALL));
        Audience.Builder one = Audience.newBuilder().setName("one_more").setRule(boughtAtLeast("Order Completed", "1"));
        StatusRuntimeException refused = assertThrows(StatusRuntimeException.class, () -> create("third-manage", one));
        assertEquals(Status.Code.FAILED_PRECONDITION, refused.getStatus().getCode());
        assertEquals("LIMIT_EXCEEDED", reason(refused));
    }
}
