package io.onefold.sample.generator;

import java.util.Optional;

/**
 * What two neighbours share, so that it can stand for neither: the contested values of a sample.
 *
 * @param pair the number of the two
 */
record Bond(Kind kind, int pair) {

    enum Kind {
        NONE,
        BROWSER,
        TELEPHONE,
        ADDRESS
    }

    /** Of the customers at 2n and 2n + 1, if both have accounts. */
    static Bond of(Recipe recipe, People people, int number) {
        int pair = number / 2;
        boolean accounts =
                people.kind(2 * pair) == People.Kind.ACCOUNT && people.kind(2 * pair + 1) == People.Kind.ACCOUNT;
        boolean complete = 2 * pair + 1 < recipe.customers();
        int kind = Dice.of(recipe.seed(), "bond", pair).weighted(940, 30, 20, 10);
        return new Bond(accounts && complete ? Kind.values()[kind] : Kind.NONE, pair);
    }

    Optional<Device> browser(Recipe recipe) {
        return kind == Kind.BROWSER
                ? Optional.of(new Device(Ids.sharedCookie(recipe.seed(), "shared browser", pair), false, true))
                : Optional.empty();
    }

    /** The number of the household. */
    Optional<Handle> telephone(Dice dice) {
        return kind == Kind.TELEPHONE
                ? People.phone(2 * pair).map(number -> Handle.phone(dice, number))
                : Optional.empty();
    }

    Optional<Handle> address(Dice dice) {
        return kind == Kind.ADDRESS
                ? Optional.of(Handle.email(dice, "the.household." + pair + "@example.net"))
                : Optional.empty();
    }
}
