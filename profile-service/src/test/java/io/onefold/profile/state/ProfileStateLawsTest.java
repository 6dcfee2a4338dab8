package io.onefold.profile.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.quicktheories.QuickTheory.qt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.SourceDSL;

/** A state is a function of the set of its events: a commutative monoid, with bytes that tell it apart. */
class ProfileStateLawsTest {
    private static final int CASES = 10_000;
    private static final long SEED = 42;

    private static Gen<List<EventFacts>> events() {
        return RandomEvents.lists();
    }

    private static Gen<Long> seeds() {
        return SourceDSL.longs().all();
    }

    @Test
    void theOrderOfEventsDoesNotMatter() {
        qt().withExamples(CASES).withFixedSeed(SEED).forAll(events(), seeds()).checkAssert((events, seed) -> {
            List<EventFacts> shuffled = new ArrayList<>(events);
            Collections.shuffle(shuffled, new Random(seed));
            assertEquals(oneByOne(events), oneByOne(shuffled));
        });
    }

    @Test
    void anyPartitionMergesToTheWhole() {
        qt().withExamples(CASES).withFixedSeed(SEED).forAll(events(), seeds()).checkAssert((events, seed) -> {
            Random random = new Random(seed);
            List<List<EventFacts>> parts = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            events.forEach(event -> parts.get(random.nextInt(3)).add(event));
            ProfileState merged =
                    ProfileState.mergeAll(parts.stream().map(ProfileState::fold).toList());
            assertEquals(oneByOne(events), merged);
        });
    }

    @Test
    void mergingIsAssociativeAndCommutativeAndHasAnIdentity() {
        qt().withExamples(CASES)
                .withFixedSeed(SEED)
                .forAll(events(), events(), events())
                .checkAssert((x, y, z) -> {
                    ProfileState a = ProfileState.fold(x);
                    ProfileState b = ProfileState.fold(y);
                    ProfileState c = ProfileState.fold(z);
                    assertEquals(ProfileState.merge(a, b), ProfileState.merge(b, a));
                    assertEquals(
                            ProfileState.merge(ProfileState.merge(a, b), c),
                            ProfileState.merge(a, ProfileState.merge(b, c)));
                    assertEquals(a, ProfileState.merge(a, ProfileState.EMPTY));
                });
    }

    @Test
    void bytesTellAStateAndNothingElse() {
        qt().withExamples(CASES).withFixedSeed(SEED).forAll(events(), seeds()).checkAssert((events, seed) -> {
            ProfileState state = ProfileState.fold(events);
            byte[] bytes = StateCodec.encode(state);
            assertEquals(state, StateCodec.decode(bytes));
            List<EventFacts> shuffled = new ArrayList<>(events);
            Collections.shuffle(shuffled, new Random(seed));
            assertArrayEquals(bytes, StateCodec.encode(oneByOne(shuffled)));
        });
    }

    @Test
    void whatIsShownAgreesWithASlowLookAtTheEvents() {
        qt().withExamples(CASES).withFixedSeed(SEED).forAll(events()).checkAssert(events -> {
            ProfileState state = ProfileState.fold(events);
            assertEquals(SlowFold.traits(events), state.traits());
            assertEquals(SlowFold.granted(events), SlowFold.granted(state));
            assertEquals(SlowFold.totals(events), SlowFold.totals(state));
            assertEquals(SlowFold.firstCreating(events), Optional.ofNullable(state.firstCreating()));
            assertEquals(SlowFold.identifiers(events), state.identifiers());
            assertEquals(
                    events.stream().anyMatch(event -> !event.enriching()),
                    state.exists(),
                    "exists by a creating source");
            assertEquals(state.exists(), state.firstCreating() != null, "exists since a creating source's first event");
        });
    }

    private static ProfileState oneByOne(List<EventFacts> events) {
        ProfileState state = ProfileState.EMPTY;
        for (EventFacts event : events) {
            state = ProfileState.merge(state, ProfileState.of(event));
        }
        return state;
    }
}
