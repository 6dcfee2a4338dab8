package io.onefold.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.NullNode;
import io.onefold.sample.generator.Generator;
import io.onefold.sample.generator.Recipe;
import io.onefold.sample.truth.Answers;
import io.onefold.sample.truth.Truth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens at an edge and a step beyond it, as the written rules have it: the cast of every sample plays it. */
class CastTest {
    private static final Map<String, String> PIDS = new TreeMap<>();
    private static Answers answers =
            new Answers(NullNode.getInstance(), List.of(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    @BeforeAll
    static void write(@TempDir Path folder) throws IOException {
        Recipe recipe = Recipe.of(Recipe.FEWEST_CUSTOMERS);
        Intent intent = new Intent();
        Generator.write(folder, recipe, intent);
        answers = Truth.of(folder, recipe.asOf());
        intent.own()
                .forEach((person, identifiers) -> answers.identifiers().forEach((pid, held) -> {
                    if (held.equals(identifiers)) {
                        PIDS.put(person, pid);
                    }
                }));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    net exactly 2000,                                 vip_net_ltv_ge_2000,           true
                    net a penny under 2000,                           vip_net_ltv_ge_2000,           false
                    refunds exactly a fifth,                          refund_ratio_ge_20pct,         true
                    refunds a penny under a fifth,                    refund_ratio_ge_20pct,         false
                    order exactly 90 days old,                        repeat_2_orders_90d,           true
                    order a moment older than 90 days,                repeat_2_orders_90d,           false
                    order exactly 180 days old,                       lapsed_no_order_180d,          false
                    order a moment older than 180 days,               lapsed_no_order_180d,          true
                    cart exactly 30 days old,                         cart_abandon_30d,              true
                    cart a moment older than 30 days,                 cart_abandon_30d,              false
                    order at the instant of the cart,                 cart_abandon_30d,              false
                    order at the instant of the click,                email_click_then_order_7d,     false
                    order exactly 7 days after the click,             email_click_then_order_7d,     true
                    order a moment later than 7 days after the click, email_click_then_order_7d,     false
                    order at the instant of the call,                 telephone_no_order_since,      true
                    order a moment after the call,                    telephone_no_order_since,      false
                    score 6 after a 9 that came later,                detractor_ltv_ge_500,          true
                    score 7 after a 3 that came later,                detractor_ltv_ge_500,          false
                    third-party row until the end,                    dmp_admin_live_2_sessions_60d, false
                    third-party row until a moment later,             dmp_admin_live_2_sessions_60d, true
                    app exactly 60 days ago,                          consented_uk_mobile_60d,       true
                    app a moment more than 60 days ago,               consented_uk_mobile_60d,       false
                    unsubscribed after consenting,                    consented_uk_mobile_60d,       false
                    consented after unsubscribing,                    consented_uk_mobile_60d,       true
                    order that arrives after the end,                 repeat_2_orders_90d,           true
                    'three views, one exactly 30 days old',           anonymous_3_views_30d,         true
                    'three views, one a moment older than 30 days',   anonymous_3_views_30d,         false
                    shares a browser and stays,                       dmp_admin_live_2_sessions_60d, false
                    shares a browser and stays,                       browse_no_click_no_order_sequence_30d, true
                    guest with two names,                             telephone_no_order_since,      true
                    """)
    void a_member_or_not(String person, String audience, boolean member) {
        assertEquals(member, isMember(person, answers.members(), audience));
    }

    @ParameterizedTest
    @CsvSource({
        "refunds exactly a fifth, refund_ratio_ge_20pct, false",
        "shares a browser and stays, dmp_admin_live_2_sessions_60d, true"
    })
    void after_the_erasures(String person, String audience, boolean member) {
        assertEquals(member, isMember(person, answers.membersAfterErasures(), audience));
    }

    private static boolean isMember(String person, SortedMap<String, SortedSet<String>> members, String audience) {
        assertTrue(PIDS.containsKey(person), person + " has no profile of exactly their identifiers");
        return members.getOrDefault(audience, new TreeSet<>()).contains(PIDS.getOrDefault(person, ""));
    }
}
