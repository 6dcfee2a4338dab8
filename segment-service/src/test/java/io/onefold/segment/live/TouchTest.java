package io.onefold.segment.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.proto.profile.v1.ProfileChange;
import io.onefold.segment.evaluation.EventFact;
import io.onefold.segment.evaluation.Facts;
import io.onefold.segment.evaluation.PlainEvents;
import io.onefold.segment.membership.Cause;
import io.onefold.segment.profiles.ChangedProfile;
import io.onefold.segment.profiles.ChangedProfile.Reason;
import io.onefold.segment.profiles.FactCodec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the changes of one profile in a batch mean together. */
class TouchTest {
    private static final UUID ANN = new UUID(0, 1);
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final FactCodec CODEC = new FactCodec(Set.of());

    private final EventFact told = PlainEvents.track("Seen", NOON.plusSeconds(3600), NOON.plusSeconds(1));
    private final EventFact merged = PlainEvents.track("Seen", NOON.plusSeconds(4000), NOON.minusSeconds(60));
    private final Facts facts = new Facts(Optional.of(NOON), List.of(told, merged), new TreeMap<>(), true);

    private static ChangedProfile change(Reason reason, long version, List<EventFact> events) {
        return new ChangedProfile(
                "w",
                ANN,
                version,
                reason == Reason.EVENT ? version - 1 : 0,
                reason,
                true,
                false,
                codec -> events,
                events.stream().map(EventFact::time).min(Instant::compareTo),
                ProfileChange.getDefaultInstance());
    }

    private Touch.Effect effect(ChangedProfile... changes) {
        Touch touch = new Touch(ANN);
        List.of(changes).forEach(touch::add);
        return touch.effect(CODEC, () -> facts);
    }

    @Test
    void what_was_told_event_by_event_looks_as_far_as_it_happened_and_never_ahead() {
        Touch.Effect effect = effect(change(Reason.EVENT, 2, List.of(told)));
        assertTrue(effect.isTold());
        assertEquals(told.time(), effect.since());
        assertEquals(NOON, effect.notBefore(NOON));
        EventFact past = PlainEvents.track("Seen", NOON.plusSeconds(1), NOON.plusSeconds(5));
        Touch.Effect both = effect(change(Reason.EVENT, 2, List.of(told, past)));
        assertEquals(NOON.plusSeconds(1), both.notBefore(NOON));
        assertEquals(NOON.plusSeconds(2), both.notBefore(NOON.plusSeconds(2)));
    }

    /** What came with the merge is the merge's, also when it lies after the event. */
    @Test
    void an_event_before_a_merge_in_the_same_batch_does_not_claim_what_the_merge_brought() {
        Touch.Effect effect = effect(change(Reason.EVENT, 2, List.of(told)), change(Reason.MERGE, 3, List.of()));
        assertFalse(effect.isTold());
        assertEquals(Instant.MIN, effect.since());
        assertEquals(Set.of(told.time()), effect.added());
        assertEquals(Optional.of(Cause.MERGE), effect.regrouped());
    }
}
