package io.onefold.identity.derivation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RulesTest {

    @Test
    void aNamespaceIsNamedOnce() {
        refuses(
                "namespace email is given twice",
                () -> RulesOf.rules(Namespace.named("email"), Namespace.named("email")));
    }

    @Test
    void rulesNameOneToSixtyFourNamespaces() {
        refuses("rules have 1 to 64 namespaces, not 0", RulesOf::rules);
        refuses(
                "rules have 1 to 64 namespaces, not 65",
                () -> new Rules(1, Collections.nCopies(65, Namespace.named("email"))));
    }

    @Test
    void aLimitIsAtLeastOne() {
        refuses(
                "limit of namespace email must be at least 1, not 0",
                () -> RulesOf.limited(Namespace.named("email"), 0, Keep.NEWEST));
    }

    @Test
    void exclusiveAlwaysLeavesNoOtherLimitThanOne() {
        refuses(
                "namespace user_id is exclusive always, so its limit is 1, not 2; say by_weaker to allow more",
                () -> RulesOf.limited(RulesOf.always("user_id"), 2, Keep.NEWEST));
    }

    @Test
    void intervalsAreRefusedAndNotIgnored() {
        refuses(
                "policy INTERVALS is not supported yet (namespace session)",
                () -> RulesOf.contested(Namespace.named("session"), ContestPolicy.INTERVALS, true));
    }

    @Test
    void aPatternMustBeARegularExpression() {
        refuses(
                "blocked pattern '(' is not a regular expression: Unclosed group",
                () -> new Blocked(Set.of(), List.of("(")));
    }

    @Test
    void blockedInvalidAndUndeclaredIdentifiersAreNotUsable() {
        Rules rules = RulesOf.rules(RulesOf.blocking("email", Validator.EMAIL, "test@example.com"));
        assertTrue(rules.isUsable(Evidence.identifier("email:ann@x.fr")));
        assertFalse(rules.isUsable(Evidence.identifier("email:test@example.com")));
        assertFalse(rules.isUsable(Evidence.identifier("email:ann@x")));
        assertFalse(rules.isUsable(Evidence.identifier("phone:+33612345678")));
    }

    private static void refuses(String reason, Executable rules) {
        assertEquals(reason, assertThrows(IllegalArgumentException.class, rules).getMessage());
    }
}
