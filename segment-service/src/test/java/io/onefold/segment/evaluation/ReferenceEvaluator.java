package io.onefold.segment.evaluation;

import io.onefold.segment.rule.Rule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Slow and obvious: what the comments of rule.proto say, word by word, over the whole list of events anew for each instant. Shares nothing
 * with the evaluator but the records of rules and facts.
 */
public final class ReferenceEvaluator {
    private final Facts facts;
    private final Instant at;
    private final List<EventFact> past;
    private final ReferenceExpressions expressions;
    private final ReferenceSelectors selectors;

    private ReferenceEvaluator(Facts facts, Instant at) {
        this.facts = facts;
        this.at = at;
        this.past = facts.events().stream()
                .filter(event -> !event.time().isAfter(at))
                .toList();
        this.selectors = new ReferenceSelectors(past, at);
        this.expressions = new ReferenceExpressions(past, selectors);
    }

    public static Truth value(Rule rule, Facts facts, Instant at) {
        if (facts.firstTime().isEmpty() || at.isBefore(facts.firstTime().get())) {
            return Truth.FALSE;
        }
        Boolean value = new ReferenceEvaluator(facts, at).holds(rule);
        return value == null ? Truth.UNKNOWN : value ? Truth.TRUE : Truth.FALSE;
    }

    private @Nullable Boolean holds(Rule rule) {
        if (rule instanceof Rule.All all) {
            return every(all.rules(), true);
        }
        if (rule instanceof Rule.Any any) {
            return every(any.rules(), false);
        }
        if (rule instanceof Rule.Not not) {
            Boolean inner = holds(not.rule());
            return inner == null ? null : !inner;
        }
        return facts.complete() || rule instanceof Rule.Identified ? leaf(rule) : null;
    }

    /** {@code all} is {@code wanted} unless one is not; {@code any} the same with true and false exchanged. */
    private @Nullable Boolean every(List<Rule> rules, boolean wanted) {
        boolean unknown = false;
        for (Rule rule : rules) {
            Boolean value = holds(rule);
            if (value == null) {
                unknown = true;
            } else if (value != wanted) {
                return !wanted;
            }
        }
        return unknown ? null : wanted;
    }

    private @Nullable Boolean leaf(Rule rule) {
        if (rule instanceof Rule.Comparison comparison) {
            return expressions.compare(comparison);
        }
        if (rule instanceof Rule.OneOf oneOf) {
            String text = ReferenceExpressions.text(expressions.value(oneOf.value()));
            return text == null ? null : oneOf.texts().contains(text);
        }
        if (rule instanceof Rule.Present present) {
            return expressions.value(present.value()) != null;
        }
        if (rule instanceof Rule.Occurred occurred) {
            return !selectors.select(occurred.events()).isEmpty();
        }
        if (rule instanceof Rule.Absent absent) {
            return selectors.select(absent.events()).isEmpty();
        }
        if (rule instanceof Rule.Identified identified) {
            return identified.namespaces().stream()
                    .anyMatch(namespace -> facts.namespaces().containsKey(namespace)
                            && !facts.namespaces().get(namespace).isAfter(at));
        }
        if (rule instanceof Rule.Consent consent) {
            return consent(consent);
        }
        Rule.ThirdParty condition = (Rule.ThirdParty) rule;
        return past.stream().anyMatch(event -> isLive(condition, event));
    }

    private boolean isLive(Rule.ThirdParty condition, EventFact event) {
        if (event.thirdParty().isEmpty()) {
            return false;
        }
        ThirdPartyFact row = event.thirdParty().get();
        return (condition.provider().isEmpty() || condition.provider().equals(row.provider()))
                && row.expireTime().map(at::isBefore).orElse(true)
                && condition.where().stream().allMatch(one -> ReferenceSelectors.holds(one, event));
    }

    private @Nullable Boolean consent(Rule.Consent consent) {
        Map.Entry<Instant, Boolean> own =
                said(consent.purpose(), consent.channel()).lastEntry();
        Map.Entry<Instant, Boolean> any = said(consent.purpose(), "any").lastEntry();
        if (own == null) {
            return any == null ? null : any.getValue();
        }
        if (!own.getValue() || any == null || any.getValue()) {
            return own.getValue();
        }
        return any.getKey().isBefore(own.getKey());
    }

    /** By instant: false when one of the statements of then denies it. */
    private TreeMap<Instant, Boolean> said(String purpose, String channel) {
        TreeMap<Instant, Boolean> said = new TreeMap<>();
        for (EventFact event : past) {
            for (ConsentFact one : event.consents()) {
                if (one.purpose().equals(purpose) && one.channel().equals(channel)) {
                    said.put(event.time(), said.getOrDefault(event.time(), true) && one.granted());
                }
            }
        }
        return said;
    }
}
