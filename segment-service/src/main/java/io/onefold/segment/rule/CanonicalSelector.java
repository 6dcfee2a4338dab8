package io.onefold.segment.rule;

import io.onefold.segment.rule.PropertyCondition.Operand;
import java.util.Comparator;
import java.util.List;

/** The canonical form of selectors: the order of conditions, repeated ones and a list of one text say nothing. */
final class CanonicalSelector {
    private CanonicalSelector() {}

    static EventSelector of(EventSelector events) {
        return new EventSelector(
                events.types(),
                events.names(),
                events.channels(),
                of(events.where()),
                events.window(),
                events.relation().map(CanonicalSelector::of),
                events.followedBy().map(CanonicalSelector::of));
    }

    static List<PropertyCondition> of(List<PropertyCondition> where) {
        return where.stream()
                .map(one -> new PropertyCondition(
                        one.path(), one.operator(), one.operand().map(CanonicalSelector::of)))
                .distinct()
                .sorted(Comparator.comparing(PropertyCondition::toString))
                .toList();
    }

    private static Relation of(Relation relation) {
        return new Relation(relation.anchor(), of(relation.of()), relation.side(), relation.within());
    }

    private static Following of(Following following) {
        return new Following(of(following.events()), following.within(), following.negated());
    }

    private static Operand of(Operand operand) {
        if (operand instanceof Operand.Number number) {
            return new Operand.Number(number.value().stripTrailingZeros());
        }
        if (operand instanceof Operand.Texts texts && texts.values().size() == 1) {
            return new Operand.Text(texts.values().iterator().next());
        }
        return operand;
    }
}
