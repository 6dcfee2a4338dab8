package io.onefold.segment.audience;

import com.google.protobuf.InvalidProtocolBufferException;
import io.onefold.domain.Decimals;
import io.onefold.kit.error.Failures;
import io.onefold.segment.rule.EventSelector;
import io.onefold.segment.rule.EventType;
import io.onefold.segment.rule.Expression;
import io.onefold.segment.rule.InvalidRule;
import io.onefold.segment.rule.Operator;
import io.onefold.segment.rule.Rule;
import io.onefold.segment.rule.RuleCheck;
import java.util.ArrayList;
import java.util.List;

/** Rules between their proto and their records. */
public final class RuleCodec {
    private static final String TYPE_PREFIX = "EVENT_TYPE_";
    private static final String OPERATOR_PREFIX = "OPERATOR_";

    private RuleCodec() {}

    /** Reads and checks a rule; a bad one fails with INVALID_RULE that names the node. */
    public static Rule read(io.onefold.proto.segment.v1.Rule proto) {
        try {
            return RuleCheck.check(rule(proto, "rule", 1));
        } catch (InvalidRule invalid) {
            throw Failures.invalidRule("audience." + invalid.node(), invalid.problem());
        }
    }

    static Rule readStored(byte[] bytes) {
        return read(parse(bytes));
    }

    static io.onefold.proto.segment.v1.Rule parse(byte[] bytes) {
        try {
            return io.onefold.proto.segment.v1.Rule.parseFrom(bytes);
        } catch (InvalidProtocolBufferException damaged) {
            throw new IllegalStateException("a stored rule is damaged", damaged);
        }
    }

    private static Rule rule(io.onefold.proto.segment.v1.Rule proto, String path, int depth) {
        requireDepth(path, depth);
        return switch (proto.getNodeCase()) {
            case ALL -> new Rule.All(rules(proto.getAll().getRulesList(), path + ".all", depth));
            case ANY -> new Rule.Any(rules(proto.getAny().getRulesList(), path + ".any", depth));
            case NOT -> new Rule.Not(rule(proto.getNot(), path + ".not", depth + 1));
            case COMPARISON -> comparison(proto.getComparison(), path + ".comparison", depth);
            case NODE_NOT_SET -> throw new InvalidRule(path, "says nothing");
        };
    }

    private static List<Rule> rules(List<io.onefold.proto.segment.v1.Rule> protos, String path, int depth) {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < protos.size(); i++) {
            rules.add(rule(protos.get(i), path + ".rules[" + i + "]", depth + 1));
        }
        return rules;
    }

    private static Rule comparison(io.onefold.proto.segment.v1.Comparison proto, String path, int depth) {
        return new Rule.Comparison(
                expression(proto.getLeft(), path + ".left", depth + 1),
                named(Operator.class, OPERATOR_PREFIX, proto.getOperator(), path + ".operator"),
                expression(proto.getRight(), path + ".right", depth + 1));
    }

    private static Expression expression(io.onefold.proto.segment.v1.Expression proto, String path, int depth) {
        requireDepth(path, depth);
        return switch (proto.getNodeCase()) {
            case NUMBER ->
                new Expression.Number(Decimals.parse(proto.getNumber())
                        .orElseThrow(() -> new InvalidRule(path + ".number", "is not a decimal number")));
            case COUNT -> new Expression.Count(events(proto.getCount().getEvents(), path + ".count.events"));
            case SUM ->
                new Expression.Sum(
                        events(proto.getSum().getEvents(), path + ".sum.events"),
                        proto.getSum().getProperty());
            case DIFFERENCE ->
                new Expression.Difference(
                        expression(proto.getDifference().getMinuend(), path + ".difference.minuend", depth + 1),
                        expression(proto.getDifference().getSubtrahend(), path + ".difference.subtrahend", depth + 1));
            case NODE_NOT_SET -> throw new InvalidRule(path, "says nothing");
        };
    }

    private static EventSelector events(io.onefold.proto.segment.v1.EventSelector proto, String path) {
        return new EventSelector(named(EventType.class, TYPE_PREFIX, proto.getType(), path + ".type"), proto.getName());
    }

    private static <E extends Enum<E>> E named(Class<E> type, String prefix, Enum<?> proto, String path) {
        String name = proto.name();
        for (E constant : type.getEnumConstants()) {
            if (name.equals(prefix + constant.name())) {
                return constant;
            }
        }
        throw new InvalidRule(path, "must be one of the known values");
    }

    /** Before the tree is built: a recursion that a caller chooses must have a bound. */
    private static void requireDepth(String path, int depth) {
        if (depth > RuleCheck.MAX_DEPTH) {
            throw new InvalidRule(path, "lies deeper than " + RuleCheck.MAX_DEPTH + " levels");
        }
    }
}
