package io.onefold.identity.derivation;

import java.util.OptionalInt;

/**
 * What a workspace's rules say of one namespace. Its strength is its place in {@link Rules}.
 *
 * @param limit how many of its values a profile may hold, at least 1; empty means any number
 * @param keep which values stay when a profile is over the limit
 * @param contested what becomes of a value whose holders conflict
 * @param unitesKnown false for devices: such a value may not unite two profiles that both hold a value of a stronger
 *     namespace where this is true
 */
public record Namespace(
        String name,
        Exclusivity exclusive,
        OptionalInt limit,
        Keep keep,
        ContestPolicy contested,
        boolean unitesKnown,
        Blocked blocked,
        Validator validator) {

    public Namespace {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a namespace needs a name");
        }
        if (limit.isPresent() && limit.getAsInt() < 1) {
            throw new IllegalArgumentException(
                    "limit of namespace %s must be at least 1, not %d".formatted(name, limit.getAsInt()));
        }
        if (exclusive == Exclusivity.ALWAYS && limit.orElse(1) != 1) {
            throw new IllegalArgumentException(
                    "namespace %s is exclusive always, so its limit is 1, not %d; say by_weaker to allow more"
                            .formatted(name, limit.getAsInt()));
        }
        if (contested == ContestPolicy.INTERVALS) {
            throw new IllegalArgumentException("policy INTERVALS is not supported yet (namespace %s)".formatted(name));
        }
    }

    /** A namespace with every setting at its default. */
    public static Namespace named(String name) {
        return new Namespace(
                name,
                Exclusivity.NEVER,
                OptionalInt.empty(),
                Keep.NEWEST,
                ContestPolicy.AMBIGUOUS,
                true,
                Blocked.NOTHING,
                Validator.ANY);
    }

    /** Whether two values of it tell two people apart. */
    public boolean labels() {
        return exclusive != Exclusivity.NEVER;
    }

    /** The limit that counts: exclusive always means 1. */
    OptionalInt mostHeld() {
        return exclusive == Exclusivity.ALWAYS ? OptionalInt.of(1) : limit;
    }
}
