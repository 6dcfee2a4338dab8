package io.onefold.sample.truth;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * The twelve audiences. A window of d is [asOf - d, asOf], both ends in it: an event exactly d old counts. (Where the rules say
 * [asOf - d, asOf) this is the same, as nothing happens at asOf.)
 */
final class Audiences {
    private static final BigDecimal VIP = new BigDecimal("2000");
    private static final BigDecimal WORTH = new BigDecimal("500");
    private static final BigDecimal DETRACTOR = new BigDecimal("6");
    private static final BigDecimal FIFTH = new BigDecimal("0.2");

    /** Each by its name in the answers. */
    static final SortedMap<String, BiPredicate<Profile, Instant>> RULES = rules();

    private Audiences() {}

    private static SortedMap<String, BiPredicate<Profile, Instant>> rules() {
        SortedMap<String, BiPredicate<Profile, Instant>> rules = new TreeMap<>();
        rules.put("vip_net_ltv_ge_2000", (profile, asOf) -> profile.net().compareTo(VIP) >= 0);
        rules.put("repeat_2_orders_90d", (profile, asOf) -> orders(profile, asOf, 90) >= 2);
        rules.put("lapsed_no_order_180d", Audiences::lapsed);
        rules.put("cart_abandon_30d", Audiences::cartAbandoned);
        rules.put("email_click_then_order_7d", (profile, asOf) -> clickedThenOrdered(profile));
        rules.put("detractor_ltv_ge_500", (profile, asOf) -> detractor(profile));
        rules.put("telephone_no_order_since", (profile, asOf) -> calledAndOrderedNothing(profile));
        rules.put("consented_uk_mobile_60d", Audiences::consentedInTheApp);
        rules.put("dmp_admin_live_2_sessions_60d", Audiences::administratorWithSessions);
        rules.put("refund_ratio_ge_20pct", (profile, asOf) -> refunded(profile));
        rules.put(
                "anonymous_3_views_30d",
                (profile, asOf) ->
                        !profile.isKnown() && views(profile, asOf, 30).size() >= 3);
        rules.put("browse_no_click_no_order_sequence_30d", Audiences::browsedOnly);
        return Collections.unmodifiableSortedMap(rules);
    }

    private static boolean lapsed(Profile profile, Instant asOf) {
        return profile.latest(Fact.OrderCompleted.class).isPresent() && orders(profile, asOf, 180) == 0;
    }

    private static boolean cartAbandoned(Profile profile, Instant asOf) {
        Optional<Instant> last =
                profile.latest(Fact.ProductAdded.class).map(at -> at.row().time());
        return last.isPresent()
                && isWithin(last.get(), asOf, 30)
                && profile.all(Fact.OrderCompleted.class).stream()
                        .allMatch(order -> order.row().time().isBefore(last.get()));
    }

    private static boolean clickedThenOrdered(Profile profile) {
        List<Instant> clicks = profile.all(Fact.LinkClicked.class).stream()
                .map(at -> at.row().time())
                .toList();
        return profile.all(Fact.OrderCompleted.class).stream()
                .map(at -> at.row().time())
                .anyMatch(
                        order -> clicks.stream().anyMatch(click -> click.isBefore(order) && isWithin(click, order, 7)));
    }

    private static boolean detractor(Profile profile) {
        return profile.score().filter(score -> score.compareTo(DETRACTOR) <= 0).isPresent()
                && profile.net().compareTo(WORTH) >= 0;
    }

    private static boolean calledAndOrderedNothing(Profile profile) {
        Optional<Instant> last =
                profile.latest(Fact.TelephoneCall.class).map(at -> at.row().time());
        return last.isPresent()
                && profile.all(Fact.OrderCompleted.class).stream()
                        .noneMatch(order -> order.row().time().isAfter(last.get()));
    }

    private static boolean consentedInTheApp(Profile profile, Instant asOf) {
        return profile.consent().orElse(false)
                && profile.country().filter("United Kingdom"::equals).isPresent()
                && profile.rows().stream()
                        .anyMatch(row -> row.source().equals("mobile") && isWithin(row.time(), asOf, 60));
    }

    private static boolean administratorWithSessions(Profile profile, Instant asOf) {
        return profile.all(Fact.ThirdParty.class).stream()
                        .anyMatch(at -> at.fact().job().equals("admin.")
                                && at.row().time().isBefore(asOf)
                                && at.fact().expires().isAfter(asOf))
                && Profile.sessions(views(profile, asOf, 60)) >= 2;
    }

    private static boolean refunded(Profile profile) {
        BigDecimal gross = profile.gross();
        return gross.signum() > 0 && profile.refunds().compareTo(gross.multiply(FIFTH)) >= 0;
    }

    private static boolean browsedOnly(Profile profile, Instant asOf) {
        return !views(profile, asOf, 30).isEmpty()
                && profile.all(Fact.LinkClicked.class).isEmpty()
                && orders(profile, asOf, 30) == 0;
    }

    private static long orders(Profile profile, Instant asOf, int days) {
        return profile.all(Fact.OrderCompleted.class).stream()
                .filter(at -> isWithin(at.row().time(), asOf, days))
                .count();
    }

    private static List<Profile.At<Fact.View>> views(Profile profile, Instant asOf, int days) {
        return profile.all(Fact.View.class).stream()
                .filter(at -> isWithin(at.row().time(), asOf, days))
                .toList();
    }

    private static boolean isWithin(Instant time, Instant end, int days) {
        return !time.isBefore(end.minus(Duration.ofDays(days))) && !time.isAfter(end);
    }
}
