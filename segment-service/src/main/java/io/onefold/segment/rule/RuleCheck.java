package io.onefold.segment.rule;

import java.util.List;
import java.util.Set;

/** Whether a tree is well formed, makes sense, and stays within the limits that keep one evaluation cheap. */
public final class RuleCheck {
    public static final int MAX_DEPTH = 16;
    public static final int MAX_NODES = 256;
    public static final int MAX_LIST = 64;

    static final int MAX_TEXT = 1_000;
    static final int MAX_TEXTS = 1_000;
    private static final int MAX_NAMESPACES = 16;
    private static final int MAX_WORD = 64;

    private final NodeCount count = new NodeCount();
    private final SelectorCheck selectors = new SelectorCheck(count);
    private final ExpressionCheck expressions = new ExpressionCheck(count, selectors);

    private RuleCheck() {}

    /** Returns the rule, or fails with {@link InvalidRule} at the first node that is wrong. */
    public static Rule check(Rule rule) {
        new RuleCheck().rule(rule, NodePath.ROOT);
        return rule;
    }

    private void rule(Rule rule, NodePath path) {
        count.enter(path);
        if (rule instanceof Rule.All all) {
            list(all.rules(), path.field("all"));
        } else if (rule instanceof Rule.Any any) {
            list(any.rules(), path.field("any"));
        } else if (rule instanceof Rule.Not not) {
            rule(not.rule(), path.field("not").deeper());
        } else if (rule instanceof Rule.Comparison comparison) {
            expressions.comparison(comparison, path.field("comparison"));
        } else if (rule instanceof Rule.OneOf oneOf) {
            oneOf(oneOf, path.field("one_of"));
        } else if (rule instanceof Rule.Present present) {
            expressions.reading(present.value(), path.field("present").deeper());
        } else if (rule instanceof Rule.Occurred occurred) {
            selectors.events(occurred.events(), path.field("occurred"));
        } else if (rule instanceof Rule.Absent absent) {
            selectors.events(absent.events(), path.field("absent"));
        } else if (rule instanceof Rule.Identified identified) {
            identified(identified, path.field("identifier").field("namespaces"));
        } else if (rule instanceof Rule.Consent consent) {
            word(consent.purpose(), path.field("consent").field("purpose"));
            word(consent.channel(), path.field("consent").field("channel"));
        } else if (rule instanceof Rule.ThirdParty thirdParty) {
            selectors.thirdParty(thirdParty, path.field("third_party"));
        }
    }

    private void list(List<Rule> rules, NodePath path) {
        path.require(
                !rules.isEmpty() && rules.size() <= MAX_LIST,
                "must hold 1 to " + MAX_LIST + " rules, not " + rules.size());
        for (int i = 0; i < rules.size(); i++) {
            rule(rules.get(i), path.at("rules", i).deeper());
        }
    }

    private void oneOf(Rule.OneOf oneOf, NodePath path) {
        NodePath value = path.field("value").deeper();
        expressions.reading(oneOf.value(), value);
        value.require(
                oneOf.value().kind().reads(Kind.TEXT),
                "is no text: only a text, a property or a trait can be one of several texts");
        texts(oneOf.texts(), path.field("texts"));
    }

    static void texts(Set<String> texts, NodePath path) {
        path.require(!texts.isEmpty() && texts.size() <= MAX_TEXTS, "must hold 1 to " + MAX_TEXTS + " texts");
        path.require(
                texts.stream().allMatch(text -> text.length() <= MAX_TEXT),
                "holds a text of more than " + MAX_TEXT + " characters");
    }

    private static void identified(Rule.Identified identified, NodePath path) {
        Set<String> namespaces = identified.namespaces();
        path.require(
                !namespaces.isEmpty() && namespaces.size() <= MAX_NAMESPACES,
                "must hold 1 to " + MAX_NAMESPACES + " namespaces");
        namespaces.forEach(namespace -> word(namespace, path));
    }

    private static void word(String word, NodePath path) {
        path.require(!word.isEmpty() && word.length() <= MAX_WORD, "must have 1 to " + MAX_WORD + " characters");
    }
}
