package io.onefold.sample.generator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Roles of the cast about who is who: what belongs together though it does not look like it, and what does not though it does. */
final class Links {
    private static final Duration NOON = Duration.ofHours(12);
    private static final long SMALL = 31_10;

    private Links() {}

    static void unsubscribedAfterConsenting(Actor actor) {
        inTheApp(actor);
        actor.mailing().unsubscribed(actor.ago(50).plus(NOON));
    }

    /** By a row that a clerk made anew, under another id. */
    static void consentedAfterUnsubscribing(Actor actor) {
        inTheApp(actor);
        actor.mailing().unsubscribed(actor.ago(50).plus(NOON));
        actor.records().crm(actor.ago(20), Records.CrmRow.of(actor.person().secondCrm(), actor.email()));
    }

    private static void inTheApp(Actor actor) {
        Edges.settled(actor);
        Device app = actor.app();
        actor.browsing().arrive(app, actor.ago(10));
        actor.browsing().signIn(app, actor.ago(10).plusSeconds(30));
    }

    /** One address at the shop, another in a second row of the CRM, joined by the number; a third at the till, joined by the card. */
    static void guestWithTwoNames(Actor actor) {
        Person person = actor.person();
        Device device = actor.browser();
        Instant at = actor.ago(62);
        actor.browsing().leaveAddress(device, at, actor.email());
        Buying.Order order = actor.buying()
                .order(at.plusSeconds(900), Basket.worth(260_00), List.of(device.handle(), actor.email()));
        Handle second = Handle.email(actor.dice(), person.email("home"));
        actor.buying().refund(order, actor.ago(57), 12_50, second);
        actor.records()
                .crm(
                        actor.ago(160),
                        Records.CrmRow.of(person.crm(), actor.email(), Edges.number(actor), person.loyalty()));
        actor.records().crm(actor.ago(65), Records.CrmRow.of(person.secondCrm(), second, Edges.number(actor)));
        Handle third = Handle.email(actor.dice(), person.email("shop"));
        actor.records().visitStore(actor.ago(60).plus(NOON), List.of(person.loyalty(), third));
        actor.contacts().call(actor.ago(31), Edges.number(actor));
    }

    static void sharesBrowserAndIsErased(Actor actor) {
        Edges.settled(actor);
        atTheSharedBrowser(actor, actor.ago(80));
        actor.records().eraseMe();
    }

    /** The row about the shared browser reaches nobody; once the other is erased, it is this one's. */
    static void sharesBrowserAndStays(Actor actor) {
        Device own = Edges.settled(actor);
        atTheSharedBrowser(actor, actor.ago(78));
        var first = actor.browsing().arrive(own, actor.ago(14));
        actor.browsing().look(first, actor.ago(14).plusSeconds(60));
        var second = actor.browsing().arrive(own, actor.ago(13));
        actor.browsing().look(second, actor.ago(13).plusSeconds(60));
        actor.records()
                .thirdParty(
                        sharedBrowser(actor).cookie(),
                        "admin.",
                        actor.ago(30),
                        actor.recipe().asOf().plus(NOON));
    }

    private static void atTheSharedBrowser(Actor actor, Instant at) {
        Browsing.Session session = actor.browsing().arrive(sharedBrowser(actor), at);
        actor.browsing().signIn(sharedBrowser(actor), at.plusSeconds(30));
        actor.browsing().look(session, at.plusSeconds(70));
    }

    private static Device sharedBrowser(Actor actor) {
        return new Device(Ids.sharedCookie(actor.recipe().seed(), "shared browser of the cast", 0), false, true);
    }

    static void householdOne(Actor actor) {
        household(actor, actor.person().number(), 230);
    }

    static void householdTwo(Actor actor) {
        household(actor, actor.person().number() - 1, 229);
    }

    /** In the CRM months before there is an account that could tell the two apart. */
    private static void household(Actor actor, int first, int daysAgo) {
        Handle number = Handle.phone(actor.dice(), People.phone(first).orElseThrow());
        actor.records().crm(actor.ago(daysAgo), Records.CrmRow.of(actor.person().crm(), actor.email(), number));
        Device device = actor.browser();
        Browsing.Session session = actor.browsing().arrive(device, actor.ago(70));
        actor.browsing().signIn(device, actor.ago(70).plusSeconds(50));
        actor.browsing().look(session, actor.ago(70).plusSeconds(90));
    }

    static void sharesAddress(Actor actor) {
        Device device = Edges.settled(actor);
        Handle shared = Handle.email(actor.dice(), "the.household@example.net");
        actor.buying()
                .order(
                        actor.ago(55).plusSeconds(actor.person().number()),
                        Basket.worth(SMALL),
                        List.of(device.handle(), actor.person().user(), shared));
    }

    static void changedAddress(Actor actor) {
        Device device = Edges.settled(actor);
        actor.buying().order(actor.ago(120), device, SMALL);
        Handle changed = Handle.email(actor.dice(), actor.person().email("new"));
        actor.browsing().signIn(device, actor.ago(60), changed);
        actor.buying()
                .order(
                        actor.ago(29),
                        Basket.worth(SMALL),
                        List.of(device.handle(), actor.person().user(), changed));
        actor.records().eraseMe();
    }

    static void guestCheckout(Actor actor) {
        Edges.settled(actor);
        Device other = actor.browser();
        Browsing.Session session = actor.browsing().arrive(other, actor.ago(18));
        actor.browsing().putIntoCart(session, actor.ago(18).plusSeconds(100));
        actor.buying()
                .order(actor.ago(18).plusSeconds(200), Basket.worth(SMALL), List.of(other.handle(), actor.email()));
    }

    static void knownToTheTillAlone(Actor actor) {
        actor.records().visitStore(actor.ago(77).plus(NOON), List.of(actor.email()));
        actor.records().visitStore(actor.ago(16).plus(NOON), List.of(actor.email()));
    }

    static void knownToTheCrmAlone(Actor actor) {
        actor.records()
                .crm(actor.ago(111), Records.CrmRow.of(actor.person().crm(), actor.email(), Handle.JUNK_PHONES.get(0)));
    }

    static void walkIn(Actor actor, int junk) {
        actor.records()
                .crm(
                        actor.ago(108),
                        new Records.CrmRow(
                                actor.person().crm(),
                                List.of(Handle.JUNK_EMAILS.get(junk), Handle.JUNK_PHONES.get(2 + junk)),
                                false,
                                false));
    }
}
