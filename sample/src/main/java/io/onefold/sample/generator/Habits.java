package io.onefold.sample.generator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * How much somebody does and when: most order once, a few never stop.
 *
 * @param joined before that they were never seen on the site
 * @param visits in the order of time
 */
record Habits(Instant joined, List<Visit> visits) {
    private static final int[] LEVELS = {120, 480, 270, 110, 20};
    private static final int[] LEAST_ORDERS = {0, 1, 2, 4, 10};
    private static final int[] MOST_ORDERS = {0, 1, 3, 9, 40};
    private static final int[] MOST_LOOKS = {4, 3, 4, 6, 12};
    private static final int STILL_HERE = 650;

    /** No visit begins so late that it would not end before the sample does. */
    private static final Duration LAST_VISIT = Duration.ofHours(2);

    record Visit(Instant at, boolean buys) {}

    static Habits of(Recipe recipe, Dice dice) {
        Instant end = recipe.asOf().minus(LAST_VISIT);
        Instant latestStart = recipe.begin().plus(Duration.ofDays(recipe.days() * 3L / 4));
        Instant joined = Calendar.pick(dice, recipe.begin(), latestStart);
        Instant left = dice.chance(STILL_HERE) ? end : Calendar.pick(dice, joined.plus(Duration.ofDays(1)), end);
        int level = dice.weighted(LEVELS);
        int orders = dice.between(LEAST_ORDERS[level], MOST_ORDERS[level]);
        int looks = dice.between(orders == 0 ? 1 : 0, MOST_LOOKS[level]);
        return new Habits(joined, visits(dice, joined, left, orders, looks));
    }

    private static List<Visit> visits(Dice dice, Instant joined, Instant left, int orders, int looks) {
        TreeSet<Instant> moments = new TreeSet<>();
        while (moments.size() < orders + looks) {
            moments.add(Calendar.pick(dice, joined, left));
        }
        List<Visit> visits = new ArrayList<>();
        int ordersLeft = orders;
        for (Instant moment : moments) {
            boolean buys = dice.below(moments.size() - visits.size()) < ordersLeft;
            ordersLeft -= buys ? 1 : 0;
            visits.add(new Visit(moment, buys));
        }
        return visits;
    }
}
