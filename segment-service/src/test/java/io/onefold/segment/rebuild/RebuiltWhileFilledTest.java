package io.onefold.segment.rebuild;

import static io.onefold.segment.script.SegmentCalls.as;
import static io.onefold.segment.script.SegmentCalls.boughtAtLeast;
import static io.onefold.segment.script.SegmentCalls.create;
import static io.onefold.segment.script.SegmentCalls.memberIds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.kit.rebuild.Projections;
import io.onefold.kit.sql.Database;
import io.onefold.proto.segment.v1.Audience;
import io.onefold.proto.segment.v1.MembershipChange;
import io.onefold.proto.segment.v1.MembershipChange.Cause;
import io.onefold.proto.segment.v1.UpdateAudienceRequest;
import io.onefold.segment.script.Person.Happening;
import io.onefold.segment.script.PublishedMemberships;
import io.onefold.segment.script.ScriptedProfiles;
import io.onefold.segment.script.ServiceTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A rebuild in the middle of a filling leaves to the filling what is the filling's. */
@ServiceTest
class RebuiltWhileFilledTest {
    private static final String WORKSPACE = "rebuilt";
    private static final String CREDENTIAL = "rebuilt-manage";
    private static final Instant MAY = Instant.parse("2011-05-01T10:00:00Z");

    @Inject
    ScriptedProfiles profiles;

    @Inject
    Database database;

    @Inject
    Projections projections;

    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final String bought = "Filled Order " + suffix;
    private final String name = "filled_" + suffix;
    private final UUID little = UUID.randomUUID();
    private final UUID much = UUID.randomUUID();

    private long rebuild() {
        AtomicLong all = new AtomicLong();
        try {
            projections.rebuild(WORKSPACE, (projection, rows, corrected) -> all.addAndGet(corrected));
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
        return all.get();
    }

    private Audience.Builder audience(String least) {
        return Audience.newBuilder().setName(name).setRule(boughtAtLeast(bought, least));
    }

    private Set<String> members() {
        return Set.copyOf(memberIds(CREDENTIAL, name, profiles.token().encode()));
    }

    private List<Cause> causes(UUID person) {
        return PublishedMemberships.of(CREDENTIAL, name, 3).stream()
                .filter(change -> change.getProfileId().equals(person.toString()))
                .map(MembershipChange::getCause)
                .toList();
    }

    @Test
    void whose_standing_is_lost_is_evaluated_under_the_rule_that_is_being_filled() throws Exception {
        profiles.happenIn(WORKSPACE, little, new Happening(bought, MAY, "500"));
        profiles.happenIn(WORKSPACE, much, new Happening(bought, MAY, "1000"));
        create(CREDENTIAL, audience("300"));
        assertEquals(Set.of(little.toString(), much.toString()), members());
        CompletableFuture<Long> corrected = new CompletableFuture<>();
        profiles.onceDuringScanOf(
                bought,
                () -> corrected
                        .completeAsync(() -> {
                            database.inTransaction(tx -> assertEquals(
                                    2, tx.execute("delete from standing where profile_id in ($1, $2)", little, much)));
                            return rebuild();
                        })
                        .join());
        as(CREDENTIAL)
                .updateAudience(UpdateAudienceRequest.newBuilder()
                        .setAudience(audience("900"))
                        .build());
        assertEquals(Set.of(much.toString()), members());
        assertTrue(corrected.get(1, TimeUnit.MINUTES) >= 2);
        assertEquals(2, causes(little).size());
        assertEquals(Cause.CAUSE_RULE, causes(little).get(1));
        assertEquals(1, causes(much).size());
        assertEquals(0, rebuild());
    }
}
