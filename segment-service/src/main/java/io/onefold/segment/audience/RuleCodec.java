package io.onefold.segment.audience;

import com.google.protobuf.InvalidProtocolBufferException;
import io.onefold.kit.error.Failures;
import io.onefold.segment.rule.InvalidRule;
import io.onefold.segment.rule.Operator;
import io.onefold.segment.rule.Rule;
import io.onefold.segment.rule.RuleCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Rules between their proto and their records. */
public final class RuleCodec {
    private static final String OPERATOR_PREFIX = "OPERATOR_";

    private RuleCodec() {}

    /** Reads and checks an audience's rule; a bad one fails with INVALID_RULE that names the node. */
    public static Rule read(io.onefold.proto.segment.v1.Rule proto) {
        return read(proto, "audience.");
    }

    /** The same for a rule that stands elsewhere in the request: {@code before} comes before the node's path. */
    public static Rule read(io.onefold.proto.segment.v1.Rule proto, String before) {
        try {
            return RuleCheck.check(rule(proto, Place.ROOT));
        } catch (InvalidRule invalid) {
            throw Failures.invalidRule(before + invalid.node(), invalid.problem());
        }
    }

    /** Limits do not count: a stored rule was within those of its time. Fails when it says what this version does not know. */
    static Rule readStored(byte[] bytes) {
        return rule(parse(bytes), Place.STORED);
    }

    static io.onefold.proto.segment.v1.Rule parse(byte[] bytes) {
        try {
            return io.onefold.proto.segment.v1.Rule.parseFrom(bytes);
        } catch (InvalidProtocolBufferException damaged) {
            throw new IllegalStateException("a stored rule is damaged", damaged);
        }
    }

    private static Rule rule(io.onefold.proto.segment.v1.Rule proto, Place place) {
        place.requireDepth();
        return switch (proto.getNodeCase()) {
            case ALL -> new Rule.All(rules(proto.getAll().getRulesList(), place.field("all")));
            case ANY -> new Rule.Any(rules(proto.getAny().getRulesList(), place.field("any")));
            case NOT -> new Rule.Not(rule(proto.getNot(), place.field("not").deeper()));
            case COMPARISON -> comparison(proto.getComparison(), place.field("comparison"));
            case ONE_OF -> oneOf(proto.getOneOf(), place.field("one_of"));
            case PRESENT ->
                new Rule.Present(ExpressionCodec.read(
                        proto.getPresent(), place.field("present").deeper()));
            case OCCURRED -> new Rule.Occurred(SelectorCodec.read(proto.getOccurred(), place.field("occurred")));
            case ABSENT -> new Rule.Absent(SelectorCodec.read(proto.getAbsent(), place.field("absent")));
            case IDENTIFIER ->
                new Rule.Identified(Set.copyOf(proto.getIdentifier().getNamespacesList()));
            case CONSENT ->
                new Rule.Consent(
                        proto.getConsent().getPurpose(), proto.getConsent().getChannel());
            case THIRD_PARTY ->
                new Rule.ThirdParty(
                        proto.getThirdParty().getProvider(),
                        SelectorCodec.conditions(proto.getThirdParty().getWhereList(), place.field("third_party")));
            case NODE_NOT_SET -> throw place.wrong("says nothing");
        };
    }

    private static List<Rule> rules(List<io.onefold.proto.segment.v1.Rule> protos, Place place) {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < protos.size(); i++) {
            rules.add(rule(protos.get(i), place.at("rules", i).deeper()));
        }
        return rules;
    }

    private static Rule comparison(io.onefold.proto.segment.v1.Comparison proto, Place place) {
        return new Rule.Comparison(
                ExpressionCodec.read(proto.getLeft(), place.field("left").deeper()),
                place.field("operator").named(Operator.class, OPERATOR_PREFIX, proto.getOperator()),
                ExpressionCodec.read(proto.getRight(), place.field("right").deeper()));
    }

    private static Rule oneOf(io.onefold.proto.segment.v1.OneOf proto, Place place) {
        return new Rule.OneOf(
                ExpressionCodec.read(proto.getValue(), place.field("value").deeper()),
                Set.copyOf(proto.getTextsList()));
    }
}
