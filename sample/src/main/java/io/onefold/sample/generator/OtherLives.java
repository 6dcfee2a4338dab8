package io.onefold.sample.generator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Those without an account: guests, rows of a clerk, faces at the till, and browsers that nobody ever signs in with. */
final class OtherLives {
    private static final int HAS_ROW = 400;
    private static final int WALK_IN = 250;
    private static final int THIRD_PARTY = 300;
    private static final Duration QUARTER = Duration.ofDays(90);
    private static final Duration LAST_VISIT = Duration.ofHours(2);

    private OtherLives() {}

    /** Orders by address alone, each time from where they happen to be. */
    static void guest(Actor actor) {
        Dice dice = actor.dice();
        Instant end = actor.recipe().asOf().minus(LAST_VISIT);
        Shopping shopping = new Shopping(actor);
        for (int orders = dice.between(1, 3); orders > 0; orders--) {
            Device device = actor.browser();
            Instant at = shopping.visit(
                    Calendar.pick(dice, actor.recipe().begin(), end),
                    device,
                    true,
                    now -> actor.browsing().leaveAddress(device, now, actor.email()));
            shopping.buy(at, List.of(device.handle(), actor.email()));
        }
        if (dice.chance(HAS_ROW)) {
            actor.records().crm(anytime(actor), Records.CrmRow.of(actor.person().crm(), actor.email()));
        }
        new MailLife(actor, actor.recipe().begin()).receive(unused -> {});
    }

    /** Known to the CRM alone, or to nobody where the clerk wrote down what is no address. */
    static void clerksRow(Actor actor) {
        Dice dice = actor.dice();
        List<Handle> handles = new ArrayList<>();
        handles.add(dice.chance(WALK_IN) ? dice.one(Handle.JUNK_EMAILS) : actor.email());
        handles.add(dice.one(Handle.JUNK_PHONES));
        actor.records().crm(anytime(actor), new Records.CrmRow(actor.person().crm(), handles, dice.chance(500), false));
    }

    /** Known to the till alone: says an address, and may have a card. */
    static void till(Actor actor) {
        Dice dice = actor.dice();
        List<Handle> shown = new ArrayList<>(List.of(actor.email()));
        if (dice.chance(500)) {
            shown.add(actor.person().loyalty());
        }
        for (int visits = dice.between(1, 4); visits > 0; visits--) {
            actor.records().visitStore(anytime(actor), shown);
        }
    }

    static void visitor(Actor actor) {
        Dice dice = actor.dice();
        Device device = dice.chance(200) ? actor.app() : actor.browser();
        Instant end = actor.recipe().asOf().minus(LAST_VISIT);
        for (int visits = dice.between(1, 3); visits > 0; visits--) {
            Instant at = Calendar.pick(dice, actor.recipe().begin(), end);
            new Shopping(actor).visit(at, device, false, now -> {});
        }
        if (dice.chance(THIRD_PARTY)) {
            sold(actor, device.cookie());
        }
    }

    /** A cookie that was never seen here. */
    static void stranger(Actor actor) {
        sold(actor, actor.ids().cookie());
    }

    private static void sold(Actor actor, String cookie) {
        Instant synced = actor.recipe()
                .begin()
                .plus(Duration.ofDays(actor.dice().below(actor.recipe().days())));
        actor.records().thirdParty(cookie, synced, synced.plus(QUARTER));
    }

    private static Instant anytime(Actor actor) {
        return Calendar.pick(
                actor.dice(), actor.recipe().begin(), actor.recipe().asOf());
    }
}
