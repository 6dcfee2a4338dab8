package io.onefold.segment.evaluation;

import io.onefold.segment.rule.EventSelector;
import io.onefold.segment.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Binds a checked rule to the facts of one profile: what the rule reads is looked up once, and the value is then asked at any instant. */
final class Binding {
    private final Facts facts;
    private final Moments moments;
    private final Selections selections;
    private final Terms terms;

    Binding(Facts facts, Moments moments) {
        this.facts = facts;
        this.moments = moments;
        this.selections = new Selections(facts.events(), moments);
        this.terms = new Terms(selections, moments);
    }

    Condition of(Rule rule) {
        if (rule instanceof Rule.All all) {
            return new Condition.Group(members(all.rules()), Truth.FALSE);
        }
        if (rule instanceof Rule.Any any) {
            return new Condition.Group(members(any.rules()), Truth.TRUE);
        }
        if (rule instanceof Rule.Not not) {
            return new Condition.Negation(of(not.rule()));
        }
        if (rule instanceof Rule.Identified identified) {
            return new Condition.Leaf(rule, identified(identified.namespaces()));
        }
        if (!facts.complete()) {
            return new Condition.Leaf(rule, at -> Truth.UNKNOWN);
        }
        if (rule instanceof Rule.Comparison comparison) {
            Term left = terms.of(comparison.left());
            Term right = terms.of(comparison.right());
            return new Condition.Leaf(rule, Comparing.test(comparison, left, right), left, right);
        }
        if (rule instanceof Rule.OneOf oneOf) {
            Term value = terms.of(oneOf.value());
            return new Condition.Leaf(rule, at -> isOneOf(value.at(at), oneOf.texts()), value);
        }
        if (rule instanceof Rule.Present present) {
            Term value = terms.of(present.value());
            return new Condition.Leaf(rule, at -> Truth.of(value.at(at) != null), value);
        }
        return new Condition.Leaf(rule, test(rule));
    }

    private Condition.Test test(Rule rule) {
        if (rule instanceof Rule.Occurred occurred) {
            return occurs(occurred.events(), true);
        }
        if (rule instanceof Rule.Absent absent) {
            return occurs(absent.events(), false);
        }
        if (rule instanceof Rule.Consent consent) {
            ConsentStatements statements = new ConsentStatements(consent, facts.events());
            statements.tellMoments(moments);
            return statements::at;
        }
        ThirdPartyRows rows = new ThirdPartyRows((Rule.ThirdParty) rule, facts.events());
        rows.tellMoments(moments);
        return rows::at;
    }

    private Condition.Test occurs(EventSelector events, boolean wanted) {
        Selection selection = selections.of(events);
        return at -> Truth.of((selection.first(at) >= 0) == wanted);
    }

    private Condition.Test identified(Set<String> namespaces) {
        long[] first = {Micros.NEVER};
        facts.namespaces().forEach((namespace, time) -> {
            if (namespaces.contains(namespace)) {
                first[0] = Math.min(first[0], Micros.of(time));
            }
        });
        if (first[0] != Micros.NEVER) {
            moments.add(first);
        }
        return at -> Truth.of(first[0] <= at);
    }

    private static Truth isOneOf(@Nullable Value value, Set<String> texts) {
        @Nullable String text = Value.text(value);
        return text == null ? Truth.UNKNOWN : Truth.of(texts.contains(text));
    }

    private Condition[] members(List<Rule> rules) {
        List<Condition> members = new ArrayList<>(rules.size());
        for (Rule rule : rules) {
            members.add(of(rule));
        }
        return members.toArray(Condition[]::new);
    }
}
