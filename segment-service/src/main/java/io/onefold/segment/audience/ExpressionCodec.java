package io.onefold.segment.audience;

import io.onefold.proto.segment.v1.EventProperty;
import io.onefold.segment.rule.EventSelector;
import io.onefold.segment.rule.Expression;
import io.onefold.segment.rule.PropertyPath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Expressions out of their proto. */
final class ExpressionCodec {
    private ExpressionCodec() {}

    static Expression read(io.onefold.proto.segment.v1.Expression proto, Place place) {
        place.requireDepth();
        return switch (proto.getNodeCase()) {
            case NUMBER -> new Expression.Number(place.field("number").decimal(proto.getNumber()));
            case TEXT -> new Expression.Text(proto.getText());
            case FLAG -> new Expression.Flag(proto.getFlag());
            case TIME ->
                new Expression.Time(Instant.ofEpochSecond(
                        proto.getTime().getSeconds(), proto.getTime().getNanos()));
            case COUNT -> new Expression.Count(SelectorCodec.read(proto.getCount(), place.field("count")));
            case SUM -> property(proto.getSum(), place.field("sum"), Expression.Sum::new);
            case DISTINCT -> property(proto.getDistinct(), place.field("distinct"), Expression.Distinct::new);
            case FIRST -> property(proto.getFirst(), place.field("first"), Expression.First::new);
            case LATEST -> property(proto.getLatest(), place.field("latest"), Expression.Latest::new);
            case FIRST_TIME ->
                new Expression.FirstTime(SelectorCodec.read(proto.getFirstTime(), place.field("first_time")));
            case LATEST_TIME ->
                new Expression.LatestTime(SelectorCodec.read(proto.getLatestTime(), place.field("latest_time")));
            case TRAIT -> new Expression.Trait(proto.getTrait());
            case COALESCE ->
                new Expression.Coalesce(all(proto.getCoalesce().getExpressionsList(), place.field("coalesce")));
            case ADD -> new Expression.Add(all(proto.getAdd().getExpressionsList(), place.field("add")));
            case DIFFERENCE ->
                new Expression.Difference(
                        read(proto.getDifference().getMinuend(), inside(place, "difference", "minuend")),
                        read(proto.getDifference().getSubtrahend(), inside(place, "difference", "subtrahend")));
            case MULTIPLY ->
                new Expression.Multiply(all(proto.getMultiply().getExpressionsList(), place.field("multiply")));
            case RATIO ->
                new Expression.Ratio(
                        read(proto.getRatio().getDividend(), inside(place, "ratio", "dividend")),
                        read(proto.getRatio().getDivisor(), inside(place, "ratio", "divisor")));
            case NODE_NOT_SET -> throw place.wrong("says nothing");
        };
    }

    private static Place inside(Place place, String node, String field) {
        return place.field(node).field(field).deeper();
    }

    private static List<Expression> all(List<io.onefold.proto.segment.v1.Expression> protos, Place place) {
        List<Expression> expressions = new ArrayList<>();
        for (int i = 0; i < protos.size(); i++) {
            expressions.add(read(protos.get(i), place.at("expressions", i).deeper()));
        }
        return expressions;
    }

    private static Expression property(
            EventProperty proto, Place place, BiFunction<EventSelector, PropertyPath, Expression> construct) {
        return construct.apply(
                SelectorCodec.read(proto.getEvents(), place.field("events")),
                SelectorCodec.path(proto.getPath(), place.field("path")));
    }
}
