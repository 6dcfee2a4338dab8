package io.onefold.sample.generator;

import java.time.Duration;
import java.util.List;

/** The first customers of every sample: each plays the one situation that their key names, so that no size is without it. */
final class Cast {
    /** A step over an edge: the files know nothing smaller. */
    static final Duration A_MOMENT = Duration.ofMillis(1);

    static final List<Role> CUSTOMERS = List.of(
            new Role("net exactly 2000", Edges::netExactly2000),
            new Role("net a penny under 2000", Edges::netAPennyUnder2000),
            new Role("refunds exactly a fifth", Edges::refundsExactlyAFifth),
            new Role("refunds a penny under a fifth", Edges::refundsAPennyUnderAFifth),
            new Role("order exactly 90 days old", actor -> Edges.secondOrder(actor, actor.ago(90))),
            new Role(
                    "order a moment older than 90 days",
                    actor -> Edges.secondOrder(actor, actor.ago(90).minus(A_MOMENT))),
            new Role("order exactly 180 days old", actor -> Edges.onlyOrder(actor, actor.ago(180))),
            new Role(
                    "order a moment older than 180 days",
                    actor -> Edges.onlyOrder(actor, actor.ago(180).minus(A_MOMENT))),
            new Role("cart exactly 30 days old", actor -> Edges.cart(actor, actor.ago(30))),
            new Role(
                    "cart a moment older than 30 days",
                    actor -> Edges.cart(actor, actor.ago(30).minus(A_MOMENT))),
            new Role("order at the instant of the cart", Edges::orderAtTheCart),
            new Role("order at the instant of the click", actor -> Edges.orderAfterClick(actor, Duration.ZERO)),
            new Role("order exactly 7 days after the click", actor -> Edges.orderAfterClick(actor, Duration.ofDays(7))),
            new Role(
                    "order a moment later than 7 days after the click",
                    actor -> Edges.orderAfterClick(actor, Duration.ofDays(7).plus(A_MOMENT))),
            new Role("order at the instant of the call", actor -> Edges.orderAfterCall(actor, Duration.ZERO)),
            new Role("order a moment after the call", actor -> Edges.orderAfterCall(actor, A_MOMENT)),
            new Role("score 6 after a 9 that came later", actor -> Edges.scores(actor, 500_00, 9, 6)),
            new Role("score 7 after a 3 that came later", actor -> Edges.scores(actor, 600_00, 3, 7)),
            new Role("third-party row until the end", actor -> Edges.thirdPartyUntil(actor, Duration.ZERO)),
            new Role("third-party row until a moment later", actor -> Edges.thirdPartyUntil(actor, A_MOMENT)),
            new Role("app exactly 60 days ago", actor -> Edges.inTheApp(actor, actor.ago(60))),
            new Role(
                    "app a moment more than 60 days ago",
                    actor -> Edges.inTheApp(actor, actor.ago(60).minus(A_MOMENT))),
            new Role("unsubscribed after consenting", Links::unsubscribedAfterConsenting),
            new Role("consented after unsubscribing", Links::consentedAfterUnsubscribing),
            new Role("order that arrives after the end", Edges::orderThatArrivesAfterTheEnd),
            new Role("guest with two names", Links::guestWithTwoNames),
            new Role("shares a browser and is erased", Links::sharesBrowserAndIsErased),
            new Role("shares a browser and stays", Links::sharesBrowserAndStays),
            new Role("household one", Links::householdOne),
            new Role("household two", Links::householdTwo),
            new Role("shares an address, one", Links::sharesAddress),
            new Role("shares an address, two", Links::sharesAddress),
            new Role("changed the address", Links::changedAddress),
            new Role("guest checkout from another cookie", Links::guestCheckout),
            new Role("known to the till alone", Links::knownToTheTillAlone),
            new Role("known to the CRM alone", Links::knownToTheCrmAlone),
            new Role("walk-in one", actor -> Links.walkIn(actor, 0)),
            new Role("walk-in two", actor -> Links.walkIn(actor, 1)));

    /** The first of those who never sign in. */
    static final List<Role> VISITORS = List.of(
            new Role("three views, one exactly 30 days old", actor -> Edges.views(actor, actor.ago(30))),
            new Role(
                    "three views, one a moment older than 30 days",
                    actor -> Edges.views(actor, actor.ago(30).minus(A_MOMENT))));

    /** @param key what {@link Witness} is told */
    record Role(String key, Script script) {}

    @FunctionalInterface
    interface Script {
        void play(Actor actor);
    }

    private Cast() {}
}
