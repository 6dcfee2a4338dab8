package io.onefold.identity.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever is taken from the far end, what is left hangs together. */
class NearnessTest {
    private static UUID id(int number) {
        return new UUID(0, number);
    }

    private static Set<UUID> linking() {
        Set<UUID> linking = new HashSet<>();
        IntStream.range(0, 7).forEach(bit -> linking.add(id(bit)));
        return linking;
    }

    /** Each record is drawn as the set of its identifiers, out of eight; the last one links nobody. */
    private static Map<UUID, List<UUID>> carried(List<Integer> drawn) {
        Map<UUID, List<UUID>> carried = new HashMap<>();
        for (int i = 0; i < drawn.size(); i++) {
            int bits = drawn.get(i);
            carried.put(
                    new UUID(1, i),
                    IntStream.range(0, 8)
                            .filter(bit -> (bits >> bit & 1) == 1)
                            .mapToObj(NearnessTest::id)
                            .toList());
        }
        return carried;
    }

    @Test
    void whatIsLeftHangsTogether() {
        qt().withExamples(10_000)
                .withFixedSeed(3)
                .forAll(
                        lists().of(integers().between(0, 255)).ofSizeBetween(1, 14),
                        integers().between(1, 12),
                        integers().between(0, 1_000))
                .check(NearnessTest::holds);
    }

    private static boolean holds(List<Integer> drawn, int most, int kept) {
        Map<UUID, List<UUID>> carried = carried(drawn);
        UUID start = new UUID(1, 0);
        Set<UUID> together = together(start, carried);
        Nearness nearness = Nearness.of(start, carried, linking());
        if (!together.equals(Set.copyOf(nearness.order())) || nearness.order().size() != together.size()) {
            return false;
        }
        List<UUID> order = nearness.order();
        List<UUID> keep = List.of(order.get(kept % order.size()), order.get(kept / 7 % order.size()));
        List<UUID> taken = nearness.farEnd(most, keep);
        carried.keySet().retainAll(together);
        carried.keySet().removeAll(taken);
        return taken.size() <= most
                && carried.containsKey(start)
                && (together.size() <= most || !taken.isEmpty())
                && together(start, carried).equals(carried.keySet());
    }

    /** The same, said without an order. */
    private static Set<UUID> together(UUID start, Map<UUID, List<UUID>> carried) {
        Set<UUID> together = new HashSet<>(Set.of(start));
        Set<UUID> names = new HashSet<>();
        int before = 0;
        while (together.size() > before) {
            before = together.size();
            carried.forEach((record, identifiers) -> {
                if (together.contains(record)) {
                    names.addAll(identifiers);
                }
            });
            names.retainAll(linking());
            carried.forEach((record, identifiers) -> {
                if (identifiers.stream().anyMatch(names::contains)) {
                    together.add(record);
                }
            });
        }
        return together;
    }

    @Test
    void theWayToWhatIsKeptIsKept() {
        Map<UUID, List<UUID>> chain = new HashMap<>();
        Set<UUID> links = new HashSet<>();
        for (int i = 0; i < 6; i++) {
            chain.put(new UUID(1, i), List.of(id(i), id(i + 1)));
            links.add(id(i));
        }
        Nearness nearness = Nearness.of(new UUID(1, 0), chain, links);
        assertEquals(List.of(new UUID(1, 5), new UUID(1, 4)), nearness.farEnd(4, List.of(new UUID(1, 3))));
        assertEquals(
                List.of(new UUID(1, 5), new UUID(1, 4), new UUID(1, 3)),
                nearness.farEnd(3, List.of(new UUID(1, 3))),
                "the way is longer than what is to be taken");
    }

    @Test
    void eachOfSeveralIsKeptAsLongAsThereIsRoom() {
        Map<UUID, List<UUID>> star = new HashMap<>();
        IntStream.range(0, 7).forEach(i -> star.put(new UUID(1, i), List.of(id(0))));
        Nearness nearness = Nearness.of(new UUID(1, 0), star, Set.of(id(0)));
        List<UUID> keep = List.of(new UUID(1, 6), new UUID(1, 5), new UUID(1, 4));
        assertEquals(List.of(new UUID(1, 3), new UUID(1, 2), new UUID(1, 1)), nearness.farEnd(5, keep));
        assertEquals(
                List.of(new UUID(1, 4), new UUID(1, 3), new UUID(1, 2)),
                nearness.farEnd(3, keep),
                "the less important ones are taken first");
    }
}
