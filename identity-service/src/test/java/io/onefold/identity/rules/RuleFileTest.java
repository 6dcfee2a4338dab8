package io.onefold.identity.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.identity.derivation.Exclusivity;
import io.onefold.identity.derivation.Namespace;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What may stand in a rules file, and what is said of the rest. */
class RuleFileTest {
    @Test
    void theDevelopmentRulesAreThoseOfTheMainRoad() {
        RuleFile file = RuleFile.read("classpath:development-identity-rules.yaml");
        RuleSet dev = file.of("dev");
        assertEquals(
                List.of("user_id", "crm_id", "loyalty_id", "twitter_id", "email", "phone", "anonymous_id"),
                dev.namespaces().stream().map(Namespace::name).toList());
        assertEquals(Exclusivity.ALWAYS, dev.namespaces().get(0).exclusive());
        assertTrue(dev.namespaces().stream().allMatch(Namespace::unitesKnown));
        assertEquals(dev, file.of("second"));
        assertEquals(dev, file.of("a-workspace-that-is-not-named"));
    }

    @Test
    void whatIsWrittenOutReadsTheSame() {
        RuleSet dev = RuleFile.read("classpath:development-identity-rules.yaml").of("dev");
        assertEquals(dev, RuleSet.parse(dev.text()));
    }

    @Test
    void mistakesAreNamed() {
        refuses("default:", "workspaces: {}");
        refuses("strongest first", "default: {user_id: {}}");
        refuses("no setting exclusiv;", "default: [{user_id: {exclusiv: always}}]");
        refuses("exclusive is often", "default: [{user_id: {exclusive: often}}]");
        refuses("limit is one", "default: [{user_id: {limit: one}}]");
        refuses("given twice", "default: [{user_id: {}}, {user_id: {}}]");
        refuses(
                "`Dev` is not the name of a workspace",
                "{default: [{user_id: {}}], workspaces: {Dev: [{user_id: {}}]}}");
        refuses("regular expression", "default: [{email: {blocked_patterns: ['(']}}]");
    }

    private static void refuses(String said, String file) {
        RuntimeException refused = assertThrows(
                RuntimeException.class, () -> RuleFile.parse(file).of("any").version(1));
        assertTrue(String.valueOf(refused.getMessage()).contains(said), refused.getMessage());
    }
}
