package io.onefold.launcher.importing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The order in which rows are sent. The result is the same in every one. */
public sealed interface ImportOrder {
    /** One file after another, as the plan lists them. */
    record Sequential() implements ImportOrder {
        @Override
        public String toString() {
            return "sequential";
        }
    }

    /** As the sources sent them: all files merged by time. */
    record Merged() implements ImportOrder {
        @Override
        public String toString() {
            return "merged";
        }
    }

    /** In no order at all. */
    record Shuffled(long seed) implements ImportOrder {
        @Override
        public String toString() {
            return "shuffled with seed " + seed;
        }
    }

    /** Whether time moves with the rows; where it does not, the clock is moved to its end first. */
    default boolean followsTime() {
        return this instanceof Merged;
    }

    default List<InputRow> arrange(List<InputRow> rows) {
        List<InputRow> arranged = new ArrayList<>(rows);
        if (this instanceof Merged) {
            arranged.sort(Comparator.comparing(InputRow::time));
        } else if (this instanceof Shuffled shuffled) {
            Collections.shuffle(arranged, new Random(shuffled.seed()));
        }
        return arranged;
    }

    /** The order of that name; empty when there is none. */
    static Optional<ImportOrder> named(String name, long seed) {
        return switch (name) {
            case "sequential" -> Optional.of(new Sequential());
            case "merged" -> Optional.of(new Merged());
            case "shuffled" -> Optional.of(new Shuffled(seed));
            default -> Optional.empty();
        };
    }
}
