package io.onefold.sample.generator;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Who lives in a sample. */
final class People {
    private static final int FIRST_ID = 1000;
    private static final int AREAS = 712;
    private static final int NUMBERS_PER_AREA = 100;
    private static final List<String> PROVIDERS = List.of("example.com", "example.org", "example.net");
    private static final List<String> COUNTRIES = List.of(
            "United Kingdom", "Germany", "France", "Spain", "Norway", "Poland", "Italy", "Austria", "Japan", "Brazil");

    private final Recipe recipe;

    People(Recipe recipe) {
        this.recipe = recipe;
    }

    /** What somebody is to the company. */
    enum Kind {
        ACCOUNT,
        GUEST,
        CLERKS_ROW,
        TILL
    }

    /** The same for the same number, whoever asks: two people who share something ask about each other. */
    Kind kind(int number) {
        return switch (Dice.of(recipe.seed(), "kind", number).weighted(84, 9, 4, 3)) {
            case 0 -> Kind.ACCOUNT;
            case 1 -> Kind.GUEST;
            case 2 -> Kind.CLERKS_ROW;
            default -> Kind.TILL;
        };
    }

    /** Somebody of the cast: at home in the United Kingdom, and with each name in turn. */
    Person castMember(int number, String key) {
        Name first = Name.FIRST.get(number % Name.FIRST.size());
        Name last = Name.LAST.get(number % Name.LAST.size());
        return person(number, key, first, last, COUNTRIES.get(0), PROVIDERS.get(number % PROVIDERS.size()));
    }

    Person person(int number, String key) {
        Dice dice = Dice.of(recipe.seed(), "person", number);
        Name first = dice.one(Name.FIRST);
        Name last = dice.one(Name.LAST);
        String country = COUNTRIES.get(dice.weighted(60, 6, 6, 5, 5, 5, 4, 4, 3, 2));
        return person(number, key, first, last, country, dice.one(PROVIDERS));
    }

    private static Person person(int number, String key, Name first, Name last, String country, String provider) {
        String id = Integer.toString(FIRST_ID + number);
        String email = "%s.%s.%s@%s".formatted(first.plain(), last.plain(), id, provider);
        return new Person(number, key, first, last, country, "u-" + id, email, phone(number));
    }

    /**
     * A number of one's own as long as there are any: 555-0100 to 555-0199 in each of 712 area codes. Whoever comes after the 71,200th has
     * none.
     */
    static Optional<String> phone(int number) {
        if (number >= AREAS * NUMBERS_PER_AREA) {
            return Optional.empty();
        }
        int area = number % AREAS;
        // Area codes are 2 to 9, 0 to 8, 0 to 9, without the eight that end in 11.
        int hundred = area / 89;
        int rest = area % 89;
        int lastTwo = rest < 11 ? rest : rest + 1;
        return Optional.of(String.format(Locale.ROOT, "+1%d%02d55501%02d", 2 + hundred, lastTwo, number / AREAS));
    }
}
