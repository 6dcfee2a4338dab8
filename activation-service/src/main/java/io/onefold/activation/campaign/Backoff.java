package io.onefold.activation.campaign;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The pauses between attempts: each twice the one before, shortened by up to half at random so that what failed together does not come
 * back together.
 *
 * @param first after the first failure; ISO 8601, such as PT5S
 * @param most at most
 */
public record Backoff(String first, String most) {
    public static final Backoff DEFAULT = new Backoff("PT5S", "PT1H");
    /** With sixteen attempts about a day and a half: a receiver may be away over a night. */
    static final Backoff OF_WEBHOOKS = new Backoff("PT5S", "PT12H");

    public Backoff {
        requirePositive("backoff.first", first);
        requirePositive("backoff.most", most);
    }

    private static void requirePositive(String field, @Nullable String text) {
        if (text == null
                || Duration.parse(text).isNegative()
                || Duration.parse(text).isZero()) {
            throw new IllegalArgumentException(field + ": a duration above zero such as PT5S, not " + text);
        }
    }

    /**
     * The pause after a failure.
     *
     * @param attempts how many have failed, from 1
     * @param chance from 0 (inclusive) to 1 (exclusive)
     */
    public Duration after(int attempts, double chance) {
        Duration longest = Duration.parse(most);
        Duration pause = Duration.parse(first);
        for (int i = 1; i < attempts && pause.compareTo(longest) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        Duration capped = pause.compareTo(longest) > 0 ? longest : pause;
        return Duration.ofMillis(Math.round(capped.toMillis() * (1 - chance / 2)));
    }
}
