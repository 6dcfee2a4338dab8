package io.onefold.segment.rule;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether selectors of events are well formed. */
final class SelectorCheck {
    private static final int MAX_NAMES = 64;
    private static final int MAX_NAME = 200;
    private static final int MAX_CHANNELS = 16;
    private static final int MAX_CONDITIONS = 16;
    private static final int MAX_STEPS = 8;
    private static final int MAX_PROVIDER = 64;
    private static final Duration LONGEST = Duration.ofDays(3_660);

    private final NodeCount count;

    SelectorCheck(NodeCount count) {
        this.count = count;
    }

    /** A selector that stands in an expression or a condition, as part of that node. */
    void events(EventSelector events, NodePath path) {
        alone(events, path);
        events.relation().ifPresent(relation -> relation(relation, path.field("relation")));
        events.followedBy().ifPresent(following -> following(following, path.field("followed_by"), 2));
    }

    void thirdParty(Rule.ThirdParty thirdParty, NodePath path) {
        path.field("provider")
                .require(
                        thirdParty.provider().length() <= MAX_PROVIDER,
                        "has more than " + MAX_PROVIDER + " characters");
        conditions(thirdParty.where(), path);
        for (int i = 0; i < thirdParty.where().size(); i++) {
            path.at("where", i)
                    .field("path")
                    .require(
                            thirdParty.where().get(i).path().root() == PropertyPath.Root.TRAITS,
                            "must begin with `traits.`: a third-party row has nothing else");
        }
    }

    static void path(PropertyPath property, NodePath path) {
        try {
            path.require(property.equals(PropertyPath.parse(property.toString())), "is no path of names");
        } catch (IllegalArgumentException malformed) {
            throw path.wrong(String.valueOf(malformed.getMessage()));
        }
    }

    private void relation(Relation relation, NodePath path) {
        NodePath of = path.field("of").deeper();
        count.enter(of);
        alone(relation.of(), of);
        of.field("relation").require(relation.of().relation().isEmpty(), "an anchor's events have no anchor");
        of.field("followed_by")
                .require(relation.of().followedBy().isEmpty(), "an anchor's events are followed by nothing");
        span(relation.within(), path.field("within"));
    }

    private void following(Following following, NodePath path, int step) {
        path.require(step <= MAX_STEPS, "is step " + step + " of a sequence of at most " + MAX_STEPS);
        NodePath inner = path.field("events").deeper();
        EventSelector events = following.events();
        count.enter(inner);
        alone(events, inner);
        inner.field("window").require(events.window().isEmpty(), "a later step has no window; state `within`");
        inner.field("relation").require(events.relation().isEmpty(), "a later step has no anchor");
        span(following.within(), path.field("within"));
        events.followedBy().ifPresent(next -> following(next, inner.field("followed_by"), step + 1));
    }

    /** What a selector says by itself. */
    private static void alone(EventSelector events, NodePath path) {
        path.field("types").require(!events.types().contains(EventType.OTHER), "must be known types");
        path.field("channels")
                .require(
                        events.channels().size() <= MAX_CHANNELS
                                && !events.channels().contains(Channel.OTHER),
                        "must be at most " + MAX_CHANNELS + " known channels");
        NodePath names = path.field("names");
        names.require(events.names().size() <= MAX_NAMES, "must be at most " + MAX_NAMES + " names");
        names.require(
                events.names().stream().allMatch(name -> !name.isEmpty() && name.length() <= MAX_NAME),
                "must have 1 to " + MAX_NAME + " characters each");
        names.require(
                events.names().isEmpty() || events.types().stream().allMatch(EventType::mayHaveName),
                "must be empty: only track, page and screen events have a name");
        conditions(events.where(), path);
        span(events.window(), path.field("window"));
    }

    private static void conditions(List<PropertyCondition> where, NodePath path) {
        path.field("where")
                .require(where.size() <= MAX_CONDITIONS, "must be at most " + MAX_CONDITIONS + " conditions");
        for (int i = 0; i < where.size(); i++) {
            condition(where.get(i), path.at("where", i));
        }
    }

    private static void condition(PropertyCondition condition, NodePath path) {
        path(condition.path(), path.field("path"));
        if (condition.operator().isEmpty()) {
            path.require(condition.operand().isEmpty(), "states an operand without an operator");
            return;
        }
        Operator operator = condition.operator().get();
        PropertyCondition.Operand operand =
                condition.operand().orElseThrow(() -> path.wrong("states an operator without an operand"));
        boolean fits;
        if (operand instanceof PropertyCondition.Operand.Number) {
            fits = !operator.looksIntoTexts();
        } else if (operand instanceof PropertyCondition.Operand.Text text) {
            path.field("text")
                    .require(
                            text.value().length() <= RuleCheck.MAX_TEXT,
                            "has more than " + RuleCheck.MAX_TEXT + " characters");
            fits = !operator.needsOrder();
        } else {
            if (operand instanceof PropertyCondition.Operand.Texts texts) {
                RuleCheck.texts(texts.values(), path.field("texts"));
            }
            fits = operator.tellsEqual();
        }
        path.field("operator").require(fits, operator + " does not go with such an operand");
    }

    private static void span(Optional<Duration> span, NodePath path) {
        span.ifPresent(length -> path.require(
                !length.isNegative() && !length.isZero() && length.getNano() == 0 && length.compareTo(LONGEST) <= 0,
                "must be in whole seconds, more than 0 and at most 3,660 days"));
    }
}
