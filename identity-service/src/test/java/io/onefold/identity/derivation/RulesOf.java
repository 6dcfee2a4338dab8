package io.onefold.identity.derivation;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Short words for the rules of tests. */
final class RulesOf {

    private RulesOf() {}

    static Rules rules(Namespace... strongestFirst) {
        return new Rules(1, List.of(strongestFirst));
    }

    static Namespace always(String name) {
        return exclusive(name, Exclusivity.ALWAYS);
    }

    static Namespace byWeaker(String name) {
        return exclusive(name, Exclusivity.BY_WEAKER);
    }

    static Namespace blocking(String name, Validator validator, String... values) {
        Namespace plain = Namespace.named(name);
        return new Namespace(
                name,
                plain.exclusive(),
                plain.limit(),
                plain.keep(),
                plain.contested(),
                plain.unitesKnown(),
                new Blocked(Set.of(values), List.of()),
                validator);
    }

    static Namespace device(String name) {
        return contested(Namespace.named(name), ContestPolicy.AMBIGUOUS, false);
    }

    static Namespace contested(Namespace namespace, ContestPolicy policy, boolean unitesKnown) {
        return new Namespace(
                namespace.name(),
                namespace.exclusive(),
                namespace.limit(),
                namespace.keep(),
                policy,
                unitesKnown,
                namespace.blocked(),
                namespace.validator());
    }

    static Namespace limited(Namespace namespace, int limit, Keep keep) {
        return new Namespace(
                namespace.name(),
                namespace.exclusive(),
                OptionalInt.of(limit),
                keep,
                namespace.contested(),
                namespace.unitesKnown(),
                namespace.blocked(),
                namespace.validator());
    }

    private static Namespace exclusive(String name, Exclusivity exclusive) {
        Namespace plain = Namespace.named(name);
        return new Namespace(
                name,
                exclusive,
                plain.limit(),
                plain.keep(),
                plain.contested(),
                plain.unitesKnown(),
                plain.blocked(),
                plain.validator());
    }
}
