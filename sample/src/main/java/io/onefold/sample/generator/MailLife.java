package io.onefold.sample.generator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** The mails that somebody gets: newsletters until they have enough of them, and one experiment. */
record MailLife(Actor actor, Instant joined) {
    private static final List<Integer> NEWSLETTERS = List.of(200, 110, 20);
    private static final int EXPERIMENT = 50;
    private static final Duration MORNING = Duration.ofHours(9);
    private static final int READS_NEWSLETTERS = 600;
    private static final int OPENS = 300;
    private static final int CLICKS = 60;
    private static final int UNSUBSCRIBES = 20;
    private static final int VISITS = 150;
    private static final int VISITS_UNASKED = 70;
    private static final int CONVERTS = 150;
    private static final int BUYS_AFTER = 300;

    /** @param afterClick what may follow within days */
    void receive(Consumer<Instant> afterClick) {
        boolean subscribed = actor.dice().chance(READS_NEWSLETTERS);
        for (int days : NEWSLETTERS) {
            Instant at = morning(days);
            if (subscribed && at.isAfter(joined)) {
                actor.mailing().delivered(at);
                read(at, afterClick);
                subscribed = !unsubscribes(at);
            }
        }
        if (morning(EXPERIMENT).isAfter(joined)) {
            experiment(morning(EXPERIMENT), afterClick);
        }
    }

    private Instant morning(int daysAgo) {
        return actor.ago(daysAgo).plus(MORNING).plusMillis(actor.dice().below(7_200_000));
    }

    private void read(Instant at, Consumer<Instant> afterClick) {
        Dice dice = actor.dice();
        if (dice.chance(OPENS)) {
            actor.mailing().opened(at.plusMillis(dice.between(60_000, 36_000_000)));
        }
        if (dice.chance(CLICKS)) {
            Instant click = at.plusMillis(dice.between(60_000, 36_000_000));
            actor.mailing().clicked(click);
            if (dice.chance(BUYS_AFTER)) {
                afterClick.accept(click.plusMillis(dice.between(600_000, 259_200_000)));
            }
        }
    }

    private boolean unsubscribes(Instant at) {
        boolean enough = actor.dice().chance(UNSUBSCRIBES);
        if (enough) {
            actor.mailing().unsubscribed(at.plusMillis(actor.dice().between(60_000, 86_400_000)));
        }
        return enough;
    }

    private void experiment(Instant at, Consumer<Instant> afterClick) {
        Dice dice = actor.dice();
        int variation = dice.below(Mailing.VARIATIONS.size());
        String name = Mailing.VARIATIONS.get(variation);
        boolean mailed = variation < Mailing.VARIATIONS.size() - 1;
        actor.mailing().experiment("Experiment Viewed", at, name);
        if (mailed) {
            actor.mailing().experiment("Email Delivered", at.plusSeconds(1), name);
            read(at.plusSeconds(1), afterClick);
        }
        if (dice.chance(mailed ? VISITS : VISITS_UNASKED)) {
            Instant visit = at.plusMillis(dice.between(3_600_000, 864_000_000));
            actor.mailing().experiment("Campaign Visit", visit, name);
            if (dice.chance(CONVERTS)) {
                actor.mailing().converted(visit.plusSeconds(600), name, dice.between(900, 15_000));
            }
        }
    }
}
