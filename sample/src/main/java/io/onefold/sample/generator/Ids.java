package io.onefold.sample.generator;

import java.util.HexFormat;
import java.util.UUID;

/** Ids of what one person leaves behind. The mixing is one-to-one, so that no two are equal in a sample of any size. */
final class Ids {
    private static final int PER_PERSON = 20;
    private static final long FIRST_ORDER = 7_000_000_000L;
    private static final int ORDERS_PER_PERSON = 1000;
    private static final long VERSION_MASK = 0xFFFF_FFFF_FFFF_0FFFL;
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT_MASK = 0x3FFF_FFFF_FFFF_FFFFL;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final long seed;
    private final long person;
    private long given;
    private int orders;

    Ids(long seed, long person) {
        this.seed = Dice.mixed(seed);
        this.person = person;
    }

    String message() {
        return "m-" + session();
    }

    /** Sixteen hexadecimal digits. */
    String session() {
        return HexFormat.of().toHexDigits(Dice.mixed(seed ^ next()));
    }

    /** A random (version 4) UUID by its looks. */
    String cookie() {
        long number = next();
        return uuid(Dice.mixed(seed ^ number), Dice.mixed(~seed ^ number));
    }

    /** The cookie of something that several people use. */
    static String sharedCookie(long seed, String purpose, int number) {
        Dice dice = Dice.of(seed, purpose, number);
        return uuid(dice.below(Long.MAX_VALUE), dice.below(Long.MAX_VALUE));
    }

    private static String uuid(long high, long low) {
        return new UUID((high & VERSION_MASK) | VERSION_4, (low & VARIANT_MASK) | VARIANT).toString();
    }

    String order() {
        if (orders == ORDERS_PER_PERSON) {
            throw new IllegalStateException("more than " + ORDERS_PER_PERSON + " orders of person " + person);
        }
        return Long.toString(FIRST_ORDER + person * ORDERS_PER_PERSON + orders++);
    }

    private long next() {
        return (person << PER_PERSON) | given++;
    }
}
