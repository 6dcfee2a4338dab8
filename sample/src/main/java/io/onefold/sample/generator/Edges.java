package io.onefold.sample.generator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Roles of the cast at the very edge of a window or of a sum, and a step beyond it. */
final class Edges {
    private static final Duration CALL = Duration.ofHours(15);
    private static final long SMALL = 42_50;

    private Edges() {}

    /**
     * An account with its row in the CRM and consent to e-mail (every other one to advertising as well), long before every window, in the
     * sample that is shortest. Gives the browser that it signed in with.
     */
    static Device settled(Actor actor) {
        Person person = actor.person();
        List<Handle> handles = List.of(actor.email(), number(actor), person.loyalty());
        actor.records().crm(actor.ago(200), new Records.CrmRow(person.crm(), handles, true, person.number() % 2 == 0));
        Device device = actor.browser();
        actor.browsing().arrive(device, actor.ago(190));
        actor.browsing().signIn(device, actor.ago(190).plusSeconds(40));
        return device;
    }

    static Handle number(Actor actor) {
        return Handle.phone(actor.dice(), actor.person().phone().orElseThrow());
    }

    static void netExactly2000(Actor actor) {
        Device device = settled(actor);
        Buying.Order first = actor.buying().order(actor.ago(160), device, 1_250_00);
        actor.buying().refund(first, actor.ago(150), 150_00);
        actor.buying().orderToldTwice(actor.ago(20), device, 900_00);
    }

    static void netAPennyUnder2000(Actor actor) {
        Device device = settled(actor);
        Buying.Order order = actor.buying().order(actor.ago(100), device, 2_000_00);
        actor.buying().refund(order, actor.ago(95), 1);
        actor.browsing().signIn(device, actor.ago(94), Handle.junk(Handle.EMAIL, "test@example.com"));
    }

    static void refundsExactlyAFifth(Actor actor) {
        Buying.Order order = actor.buying().order(actor.ago(140), settled(actor), 610_00);
        actor.buying().refund(order, actor.ago(130), 122_00);
        actor.records().eraseMe();
    }

    static void refundsAPennyUnderAFifth(Actor actor) {
        Device device = settled(actor);
        Buying.Order order = actor.buying().orderWithNumber(actor.ago(140), device, 610_00);
        actor.buying().refund(order, actor.ago(130), 121_99);
        actor.browsing().signIn(device, actor.ago(129), Handle.junk(Handle.EMAIL, "test@example.com"));
    }

    static void secondOrder(Actor actor, Instant first) {
        Device device = settled(actor);
        kiosk(actor);
        actor.buying().order(first, device, SMALL);
        actor.buying().order(actor.ago(10), device, SMALL);
    }

    static void onlyOrder(Actor actor, Instant at) {
        kiosk(actor);
        actor.buying().order(at, settled(actor), SMALL);
    }

    /** A browser in a shop, where four of the cast sign in one after the other. */
    private static void kiosk(Actor actor) {
        Device kiosk = new Device(Ids.sharedCookie(actor.recipe().seed(), "kiosk", 0), false, true);
        Instant at = actor.ago(150).plusSeconds(600L * actor.person().number());
        actor.browsing().arrive(kiosk, at);
        actor.browsing().signIn(kiosk, at.plusSeconds(30));
    }

    static void cart(Actor actor, Instant at) {
        Device device = settled(actor);
        actor.browsing().putIntoCart(actor.browsing().arrive(device, at.minusSeconds(90)), at);
    }

    static void orderAtTheCart(Actor actor) {
        Device device = settled(actor);
        Instant at = actor.ago(12);
        actor.browsing().putIntoCart(actor.browsing().arrive(device, at.minusSeconds(90)), at);
        actor.buying().order(at, device, SMALL);
    }

    static void orderAfterClick(Actor actor, Duration after) {
        Device device = settled(actor);
        Instant click = actor.ago(45);
        actor.mailing().delivered(click.minusSeconds(3_000));
        actor.mailing().clicked(click);
        actor.buying().order(click.plus(after), device, SMALL);
    }

    static void orderAfterCall(Actor actor, Duration after) {
        Device device = settled(actor);
        Instant call = actor.ago(40).plus(CALL);
        actor.contacts().call(call, number(actor));
        actor.buying().order(call.plus(after), device, SMALL);
    }

    /** The older of two scores arrives after the newer, three days late. */
    static void scores(Actor actor, long net, int older, int newer) {
        actor.buying().order(actor.ago(30), settled(actor), net);
        actor.contacts().score(actor.ago(5), newer);
        actor.contacts().scoreToldLate(actor.ago(7), actor.ago(4), older);
    }

    /** Two sessions of the last 60 days, one of them exactly 60 days old; the row is there before its person. */
    static void thirdPartyUntil(Actor actor, Duration afterTheEnd) {
        Device device = settled(actor);
        actor.records()
                .thirdParty(
                        device.cookie(),
                        "admin.",
                        actor.ago(230),
                        actor.recipe().asOf().plus(afterTheEnd));
        for (int days : List.of(60, 15)) {
            actor.browsing().arrive(device, actor.ago(days));
        }
    }

    /** Not a screen, but something in the app. */
    static void inTheApp(Actor actor, Instant at) {
        settled(actor);
        Device app = actor.app();
        Browsing.Session session = actor.browsing().arrive(app, actor.ago(100));
        actor.browsing().signIn(app, actor.ago(100).plusSeconds(30));
        actor.browsing().putIntoCart(session, at);
    }

    static void orderThatArrivesAfterTheEnd(Actor actor) {
        Device device = settled(actor);
        actor.buying().order(actor.ago(30), device, SMALL);
        Instant end = actor.recipe().asOf();
        actor.buying().orderToldLate(end.minus(CALL), end.plus(CALL), device, SMALL);
    }

    static void views(Actor actor, Instant first) {
        Device device = actor.browser();
        Browsing.Session session = actor.browsing().arrive(device, first);
        actor.browsing().look(session, first.plusSeconds(20));
        actor.browsing().look(session, first.plusSeconds(50));
    }
}
