package io.onefold.segment.backfill;

import static io.onefold.segment.script.SegmentCalls.boughtAtLeast;
import static io.onefold.segment.script.SegmentCalls.create;
import static io.onefold.segment.script.SegmentCalls.get;
import static io.onefold.segment.script.SegmentCalls.memberIds;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.onefold.proto.profile.v1.ProfileFacts;
import io.onefold.segment.audience.Audience;
import io.onefold.segment.audience.AudienceStore;
import io.onefold.segment.script.Person.Happening;
import io.onefold.segment.script.ScriptedProfiles;
import io.onefold.segment.script.ServiceTest;
import io.onefold.segment.script.Traces;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is erased while an audience is filled is not brought back by what the filling has read before. */
@ServiceTest
class ErasedWhileFilledTest {
    private static final Instant JUNE = Instant.parse("2011-06-01T10:00:00Z");

    @Inject
    ScriptedProfiles profiles;

    @Inject
    AudienceStore audiences;

    @Inject
    SetAsideProfiles setAside;

    @Inject
    FillingWriter writer;

    @Inject
    Traces traces;

    private final UUID ann = UUID.randomUUID();
    private final UUID bob = UUID.randomUUID();
    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final String bought = "Bought " + suffix;
    private final String before = "before_" + suffix;
    private final String buyers = "buyers_" + suffix;

    @BeforeEach
    void two_buy() {
        create(before, boughtAtLeast(bought, "1"));
        profiles.happen(bob, new Happening(bought, JUNE, "5"));
        profiles.happen(ann, new Happening(bought, JUNE, "5"));
        assertEquals(2, members(before).size());
    }

    private List<String> members(String audience) {
        return memberIds(audience, profiles.token().encode());
    }

    private void isErased() {
        profiles.erase(ann);
        assertEquals(List.of(bob.toString()), members(before));
    }

    private void nothingIsLeft() {
        assertEquals(List.of(bob.toString()), members(buyers));
        assertEquals(Set.of("feed_item", "standing"), traces.of(ann));
        assertEquals(0, get(buyers).getSetAsideProfileCount());
    }

    @Test
    void by_a_scan_that_was_begun_before() {
        profiles.onceDuringScanOf(bought, this::isErased);
        create(buyers, boughtAtLeast(bought, "5"));
        nothingIsLeft();
    }

    @Test
    void by_what_was_set_aside() {
        profiles.answer(ann, told -> {
            ProfileFacts.Builder spoilt = told.toBuilder();
            spoilt.getEventsBuilderList().forEach(event -> event.setEventId("spoilt"));
            return spoilt.build();
        });
        create(buyers, boughtAtLeast(bought, "5"));
        assertEquals(List.of(bob.toString()), members(buyers));
        assertEquals(1, get(buyers).getSetAsideProfileCount());
        profiles.answer(ann, UnaryOperator.identity());
        profiles.onceBeforeFacts(this::isErased);
        setAside.tryAgain();
        nothingIsLeft();
        Audience filled = audiences.find(ScriptedProfiles.WORKSPACE, buyers).orElseThrow();
        writer.setAside(filled, ann, new IllegalStateException("too late"));
        nothingIsLeft();
    }
}
