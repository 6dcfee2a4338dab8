package io.onefold.sample.generator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** A visit with all that it may lead to. */
record Shopping(Actor actor) {
    private static final int MOST_LOOKS = 3;
    private static final int FILLS_CART = 220;
    private static final int REFUNDED = 80;
    private static final int WHOLLY = 400;
    private static final int ANSWERS = 250;
    private static final int[] SCORES = {3, 2, 3, 3, 4, 6, 7, 12, 20, 22, 18};

    /**
     * Gives when it ended.
     *
     * @param signIn what is done to be known, at the instant that it is given
     */
    Instant visit(Instant at, Device device, boolean fillsCart, Consumer<Instant> signIn) {
        Browsing.Session session = actor.browsing().arrive(device, at);
        Instant now = later(at);
        signIn.accept(now);
        for (int looks = actor.dice().below(MOST_LOOKS + 1); looks > 0; looks--) {
            now = later(now);
            actor.browsing().look(session, now);
        }
        if (fillsCart || actor.dice().chance(FILLS_CART)) {
            now = later(now);
            actor.browsing().putIntoCart(session, now);
        }
        return later(now);
    }

    /** Orders something, may send it back, and may say how it was. */
    void buy(Instant at, List<Handle> handles) {
        Dice dice = actor.dice();
        Buying.Order order = actor.buying().order(at, Basket.of(dice), handles);
        Instant returned = at.plus(Duration.ofHours(dice.between(48, 480)));
        if (dice.chance(REFUNDED) && isPast(returned)) {
            long part = order.total() * dice.between(5, 95) / 100;
            actor.buying().refund(order, returned, dice.chance(WHOLLY) ? order.total() : Math.max(1, part));
        }
        Instant asked = at.plusSeconds(dice.between(86_400, 345_600));
        if (dice.chance(ANSWERS) && isPast(asked)) {
            actor.contacts().score(asked, dice.weighted(SCORES));
        }
    }

    boolean isPast(Instant at) {
        return at.isBefore(actor.recipe().asOf());
    }

    private Instant later(Instant at) {
        return at.plusMillis(actor.dice().between(4_000, 180_000));
    }
}
