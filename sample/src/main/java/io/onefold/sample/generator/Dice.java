package io.onefold.sample.generator;

import java.util.List;

/**
 * Pseudo-random numbers that are the same on every machine: SplitMix64 (Steele, Lea and Flood, 2014), written out here because no class of
 * the JDK promises its sequence for ever. Only whole numbers, as the last bit of a floating one may differ.
 */
final class Dice {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;
    private static final int THOUSAND = 1000;

    private long state;

    private Dice(long state) {
        this.state = state;
    }

    /** A sequence of its own for every seed, purpose and number: what is thrown for one person moves nothing of another. */
    static Dice of(long seed, String purpose, long number) {
        return new Dice(mixed(mixed(mixed(seed) + purpose.hashCode()) + number));
    }

    /** One-to-one on all 64 bits. */
    static long mixed(long number) {
        long z = number + GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private long next() {
        long now = mixed(state);
        state += GAMMA;
        return now;
    }

    /** From 0 to one less than the bound. */
    int below(int bound) {
        return (int) ((next() >>> 32) * bound >>> 32);
    }

    /** Both ends included. */
    int between(int least, int most) {
        return least + below(most - least + 1);
    }

    long below(long bound) {
        return Math.floorMod(next(), bound);
    }

    boolean chance(int perMille) {
        return below(THOUSAND) < perMille;
    }

    <T> T one(List<T> of) {
        return of.get(below(of.size()));
    }

    /** An index, each as likely as its weight. */
    int weighted(int... weights) {
        int sum = 0;
        for (int weight : weights) {
            sum += weight;
        }
        int left = below(sum);
        int index = 0;
        while (left >= weights[index]) {
            left -= weights[index++];
        }
        return index;
    }
}
