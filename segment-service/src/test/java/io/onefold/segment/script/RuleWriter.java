package io.onefold.segment.script;

import io.onefold.proto.segment.v1.ConsentCondition;
import io.onefold.proto.segment.v1.Difference;
import io.onefold.proto.segment.v1.EventProperty;
import io.onefold.proto.segment.v1.ExpressionList;
import io.onefold.proto.segment.v1.IdentifierCondition;
import io.onefold.proto.segment.v1.Ratio;
import io.onefold.proto.segment.v1.RuleList;
import io.onefold.proto.segment.v1.TextList;
import io.onefold.proto.segment.v1.ThirdPartyCondition;
import io.onefold.proto.type.v1.Channel;
import io.onefold.proto.type.v1.EventType;
import io.onefold.segment.rule.EventSelector;
import io.onefold.segment.rule.Expression;
import io.onefold.segment.rule.Following;
import io.onefold.segment.rule.Operator;
import io.onefold.segment.rule.PropertyCondition;
import io.onefold.segment.rule.PropertyCondition.Operand;
import io.onefold.segment.rule.PropertyPath;
import io.onefold.segment.rule.Relation;
import io.onefold.segment.rule.Rule;
import java.time.Duration;
import java.util.List;

/** Rules as somebody would have sent them. */
public final class RuleWriter {
    private RuleWriter() {}

    public static io.onefold.proto.segment.v1.Rule write(Rule rule) {
        io.onefold.proto.segment.v1.Rule.Builder proto = io.onefold.proto.segment.v1.Rule.newBuilder();
        if (rule instanceof Rule.All all) {
            proto.setAll(rules(all.rules()));
        } else if (rule instanceof Rule.Any any) {
            proto.setAny(rules(any.rules()));
        } else if (rule instanceof Rule.Not not) {
            proto.setNot(write(not.rule()));
        } else if (rule instanceof Rule.Comparison comparison) {
            proto.setComparison(io.onefold.proto.segment.v1.Comparison.newBuilder()
                    .setLeft(write(comparison.left()))
                    .setOperator(write(comparison.operator()))
                    .setRight(write(comparison.right())));
        } else if (rule instanceof Rule.OneOf oneOf) {
            proto.setOneOf(io.onefold.proto.segment.v1.OneOf.newBuilder()
                    .setValue(write(oneOf.value()))
                    .addAllTexts(oneOf.texts()));
        } else if (rule instanceof Rule.Present present) {
            proto.setPresent(write(present.value()));
        } else if (rule instanceof Rule.Occurred occurred) {
            proto.setOccurred(write(occurred.events()));
        } else if (rule instanceof Rule.Absent absent) {
            proto.setAbsent(write(absent.events()));
        } else if (rule instanceof Rule.Identified identified) {
            proto.setIdentifier(IdentifierCondition.newBuilder().addAllNamespaces(identified.namespaces()));
        } else if (rule instanceof Rule.Consent consent) {
            proto.setConsent(
                    ConsentCondition.newBuilder().setPurpose(consent.purpose()).setChannel(consent.channel()));
        } else if (rule instanceof Rule.ThirdParty row) {
            ThirdPartyCondition.Builder condition =
                    ThirdPartyCondition.newBuilder().setProvider(row.provider());
            row.where().forEach(one -> condition.addWhere(write(one)));
            proto.setThirdParty(condition);
        }
        return proto.build();
    }

    private static RuleList rules(List<Rule> rules) {
        return RuleList.newBuilder()
                .addAllRules(rules.stream().map(RuleWriter::write).toList())
                .build();
    }

    private static io.onefold.proto.segment.v1.Operator write(Operator operator) {
        return io.onefold.proto.segment.v1.Operator.valueOf("OPERATOR_" + operator.name());
    }

    private static io.onefold.proto.segment.v1.Expression write(Expression expression) {
        io.onefold.proto.segment.v1.Expression.Builder proto = io.onefold.proto.segment.v1.Expression.newBuilder();
        if (expression instanceof Expression.Number number) {
            proto.setNumber(number.value().toPlainString());
        } else if (expression instanceof Expression.Text text) {
            proto.setText(text.value());
        } else if (expression instanceof Expression.Flag flag) {
            proto.setFlag(flag.value());
        } else if (expression instanceof Expression.Time time) {
            proto.setTime(PersonCodec.timestamp(time.value()));
        } else if (expression instanceof Expression.Count count) {
            proto.setCount(write(count.events()));
        } else if (expression instanceof Expression.Sum sum) {
            proto.setSum(property(sum.events(), sum.path()));
        } else if (expression instanceof Expression.Distinct distinct) {
            proto.setDistinct(property(distinct.events(), distinct.path()));
        } else if (expression instanceof Expression.First first) {
            proto.setFirst(property(first.events(), first.path()));
        } else if (expression instanceof Expression.Latest latest) {
            proto.setLatest(property(latest.events(), latest.path()));
        } else if (expression instanceof Expression.FirstTime first) {
            proto.setFirstTime(write(first.events()));
        } else if (expression instanceof Expression.LatestTime latest) {
            proto.setLatestTime(write(latest.events()));
        } else if (expression instanceof Expression.Trait trait) {
            proto.setTrait(trait.name());
        } else if (expression instanceof Expression.Coalesce coalesce) {
            proto.setCoalesce(all(coalesce.expressions()));
        } else if (expression instanceof Expression.Add add) {
            proto.setAdd(all(add.expressions()));
        } else if (expression instanceof Expression.Difference difference) {
            proto.setDifference(Difference.newBuilder()
                    .setMinuend(write(difference.minuend()))
                    .setSubtrahend(write(difference.subtrahend())));
        } else if (expression instanceof Expression.Multiply multiply) {
            proto.setMultiply(all(multiply.expressions()));
        } else if (expression instanceof Expression.Ratio ratio) {
            proto.setRatio(
                    Ratio.newBuilder().setDividend(write(ratio.dividend())).setDivisor(write(ratio.divisor())));
        }
        return proto.build();
    }

    private static ExpressionList all(List<Expression> expressions) {
        return ExpressionList.newBuilder()
                .addAllExpressions(expressions.stream().map(RuleWriter::write).toList())
                .build();
    }

    private static EventProperty property(EventSelector events, PropertyPath path) {
        return EventProperty.newBuilder()
                .setEvents(write(events))
                .setPath(path.toString())
                .build();
    }

    private static io.onefold.proto.segment.v1.EventSelector write(EventSelector events) {
        io.onefold.proto.segment.v1.EventSelector.Builder proto =
                io.onefold.proto.segment.v1.EventSelector.newBuilder().addAllNames(events.names());
        events.types().forEach(type -> proto.addTypes(EventType.valueOf("EVENT_TYPE_" + type.name())));
        events.channels().forEach(channel -> proto.addChannels(Channel.valueOf("CHANNEL_" + channel.name())));
        events.where().forEach(one -> proto.addWhere(write(one)));
        events.window().ifPresent(window -> proto.setWindow(span(window)));
        events.relation().ifPresent(relation -> proto.setRelation(write(relation)));
        events.followedBy().ifPresent(following -> proto.setFollowedBy(write(following)));
        return proto.build();
    }

    private static io.onefold.proto.segment.v1.Relation write(Relation relation) {
        io.onefold.proto.segment.v1.Relation.Builder proto = io.onefold.proto.segment.v1.Relation.newBuilder()
                .setAnchor(io.onefold.proto.segment.v1.Relation.Anchor.valueOf(
                        "ANCHOR_" + relation.anchor().name()))
                .setOf(write(relation.of()))
                .setSide(io.onefold.proto.segment.v1.Relation.Side.valueOf(
                        "SIDE_" + relation.side().name()));
        relation.within().ifPresent(within -> proto.setWithin(span(within)));
        return proto.build();
    }

    private static io.onefold.proto.segment.v1.Following write(Following following) {
        io.onefold.proto.segment.v1.Following.Builder proto = io.onefold.proto.segment.v1.Following.newBuilder()
                .setEvents(write(following.events()))
                .setNegated(following.negated());
        following.within().ifPresent(within -> proto.setWithin(span(within)));
        return proto.build();
    }

    private static io.onefold.proto.segment.v1.PropertyCondition write(PropertyCondition condition) {
        io.onefold.proto.segment.v1.PropertyCondition.Builder proto =
                io.onefold.proto.segment.v1.PropertyCondition.newBuilder()
                        .setPath(condition.path().toString());
        condition.operator().ifPresent(operator -> proto.setOperator(write(operator)));
        condition.operand().ifPresent(operand -> {
            if (operand instanceof Operand.Number number) {
                proto.setNumber(number.value().toPlainString());
            } else if (operand instanceof Operand.Text text) {
                proto.setText(text.value());
            } else if (operand instanceof Operand.Flag flag) {
                proto.setFlag(flag.value());
            } else if (operand instanceof Operand.Texts texts) {
                proto.setTexts(TextList.newBuilder().addAllTexts(texts.values()));
            }
        });
        return proto.build();
    }

    private static com.google.protobuf.Duration span(Duration span) {
        return com.google.protobuf.Duration.newBuilder()
                .setSeconds(span.toSeconds())
                .build();
    }
}
