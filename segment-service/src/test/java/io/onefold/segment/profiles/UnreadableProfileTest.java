package io.onefold.segment.profiles;

import static io.onefold.segment.script.SegmentCalls.boughtAtLeast;
import static io.onefold.segment.script.SegmentCalls.create;
import static io.onefold.segment.script.SegmentCalls.memberIds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.onefold.devstack.Wait;
import io.onefold.kit.sql.Database;
import io.onefold.segment.script.Person.Happening;
import io.onefold.segment.script.ScriptedProfiles;
import io.onefold.segment.script.ScriptedProfiles.Refusal;
import io.onefold.segment.script.ServiceTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A profile that cannot be read stalls nobody: what a rule reads of it in vain is unknown. An outage is waited for. */
@ServiceTest
class UnreadableProfileTest {
    private static final Instant JUNE = Instant.parse("2011-06-01T10:00:00Z");

    @Inject
    ScriptedProfiles profiles;

    @Inject
    Unreadable unreadable;

    @Inject
    Database database;

    private final UUID ann = UUID.randomUUID();
    /** Of Ann's partition too. */
    private final UUID bob = new UUID(ann.getMostSignificantBits(), ~ann.getLeastSignificantBits());

    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final String bought = "Bought " + suffix;
    private final String liked = "Liked " + suffix;
    private final String buyers = "buyers_" + suffix;
    private final String fans = "fans_" + suffix;

    @BeforeEach
    void two_audiences() {
        create(buyers, boughtAtLeast(bought, "1"));
        create(fans, boughtAtLeast(liked, "1"));
        are(buyers);
        are(fans);
    }

    private void buysAndLikes(UUID id) {
        profiles.happen(id, new Happening(bought, JUNE, "1"), new Happening(liked, JUNE, "1"));
    }

    private void are(String audience, UUID... ids) {
        assertEquals(
                Stream.of(ids).map(UUID::toString).sorted().toList(),
                memberIds(audience, profiles.token().encode()));
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"DEADLINE_EXCEEDED", "RESOURCE_EXHAUSTED", "INTERNAL"})
    void one_that_fails_alone_is_unknown_to_the_rules_that_read_it_in_vain(Status.Code code) {
        try (Refusal refused = profiles.refuse(ann, bought, code.toStatus())) {
            buysAndLikes(ann);
            buysAndLikes(bob);
            are(buyers, bob);
            are(fans, ann, bob);
            assertTrue(unreadable.is(ann));
            assertFalse(unreadable.is(bob));

            int asked = refused.count();
            buysAndLikes(ann);
            are(buyers, bob);
            assertEquals(asked, refused.count(), "tried again at once");
            assertEquals(0, setAside());
        }
        unreadable.tryAgain(ann);
        buysAndLikes(ann);
        are(buyers, ann, bob);
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"UNAVAILABLE", "DEADLINE_EXCEEDED", "RESOURCE_EXHAUSTED"})
    void an_outage_is_waited_for(Status.Code code) throws InterruptedException {
        try (Refusal refused = profiles.refuseEverything(code.toStatus())) {
            buysAndLikes(ann);
            Wait.until(Duration.ofMinutes(2), "it tries again", () -> refused.count() > 6);
        }
        assertFalse(unreadable.is(ann));
        are(buyers, ann);
        assertEquals(0, setAside());
    }

    @Test
    void who_is_unavailable_is_waited_for_also_when_others_are_told_of() throws InterruptedException {
        try (Refusal refused = profiles.refuse(ann, "", Status.UNAVAILABLE)) {
            buysAndLikes(ann);
            Wait.until(Duration.ofMinutes(2), "it tries again", () -> refused.count() > 5);
        }
        are(buyers, ann);
        assertEquals(0, setAside());
    }

    /** Items that say anything of Ann. */
    private long setAside() {
        return database.snapshot(tx -> tx.query(
                        "select count(*) from cursor_poison where position(convert_to($1, 'UTF8') in payload) > 0",
                        ann.toString())
                .iterator()
                .next()
                .getLong(0));
    }
}
