package io.onefold.activation.campaign;

import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.doubles;
import static org.quicktheories.generators.SourceDSL.integers;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffPropertiesTest {
    @Test
    void a_pause_doubles_up_to_the_most_and_loses_at_most_half_to_chance() {
        qt().withFixedSeed(7)
                .withExamples(10_000)
                .forAll(
                        integers().between(1, 100),
                        integers().between(1, 100_000),
                        integers().between(1, 10_000_000),
                        doubles().between(0, 0.999_999))
                .check((attempts, first, most, chance) -> {
                    Backoff backoff = new Backoff(
                            Duration.ofMillis(first).toString(),
                            Duration.ofMillis(most).toString());
                    double full = Math.min(most, first * Math.pow(2, attempts - 1));
                    long pause = backoff.after(attempts, chance).toMillis();
                    return pause <= full + 1 && pause >= full / 2 - 1;
                });
    }
}
