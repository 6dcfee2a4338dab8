package io.onefold.segment.profiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.onefold.segment.evaluation.Facts;
import io.onefold.segment.evaluation.RandomFacts;
import io.onefold.segment.rule.EventSelector;
import io.onefold.segment.rule.Needs;
import io.onefold.segment.rule.Rule;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PackedProfileTest {
    private static final Needs CLICKS = new Rule.Occurred(EventSelector.track("Clicked")).needs();
    private static final Needs VIEWS = new Rule.Occurred(EventSelector.track("Viewed")).needs();

    private final Facts facts = RandomFacts.of(new Random(1));
    private final ProfileState state = new ProfileState("dev", UUID.randomUUID(), 7, true, facts);
    private final Wanted then = new Wanted(Set.of(CLICKS, VIEWS));
    private final Wanted now = new Wanted(Set.of(CLICKS, VIEWS));

    @Test
    void who_asks_goes_on_with_what_he_asked_for() {
        assertEquals(then, now);
        assertSame(
                now,
                PackedProfile.of(KnownProfile.together(then, state)).open(now).wanted());
        assertSame(
                now,
                PackedProfile.of(KnownProfile.apart(then, Map.of(CLICKS, state, VIEWS, state)))
                        .open(now)
                        .wanted());
    }

    @Test
    void readings_for_each_rule_are_unpacked_only_when_they_are_looked_at() {
        KnownProfile apart = PackedProfile.of(KnownProfile.apart(then, Map.of(CLICKS, state, VIEWS, state)))
                .open(now);
        ProfileState clicks = apart.of(CLICKS);
        assertSame(clicks, clicks.packed());
        assertEquals(facts, clicks.facts());
        assertNotSame(clicks.facts(), clicks.facts());
        assertEquals(7, apart.version());
        assertEquals(state.profileId(), apart.profileId());
    }
}
