package io.onefold.segment.audience;

import io.onefold.segment.rule.Channel;
import io.onefold.segment.rule.EventSelector;
import io.onefold.segment.rule.EventType;
import io.onefold.segment.rule.Following;
import io.onefold.segment.rule.Operator;
import io.onefold.segment.rule.PropertyCondition;
import io.onefold.segment.rule.PropertyCondition.Operand;
import io.onefold.segment.rule.PropertyPath;
import io.onefold.segment.rule.Relation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Selectors of events out of their proto. */
final class SelectorCodec {
    private static final String TYPE_PREFIX = "EVENT_TYPE_";
    private static final String CHANNEL_PREFIX = "CHANNEL_";
    private static final String OPERATOR_PREFIX = "OPERATOR_";
    private static final String ANCHOR_PREFIX = "ANCHOR_";
    private static final String SIDE_PREFIX = "SIDE_";

    private SelectorCodec() {}

    static EventSelector read(io.onefold.proto.segment.v1.EventSelector proto, Place place) {
        place.requireDepth();
        return new EventSelector(
                all(EventType.class, TYPE_PREFIX, proto.getTypesList(), place, "types"),
                Set.copyOf(proto.getNamesList()),
                all(Channel.class, CHANNEL_PREFIX, proto.getChannelsList(), place, "channels"),
                conditions(proto.getWhereList(), place),
                proto.hasWindow() ? Optional.of(span(proto.getWindow())) : Optional.empty(),
                proto.hasRelation()
                        ? Optional.of(relation(proto.getRelation(), place.field("relation")))
                        : Optional.empty(),
                proto.hasFollowedBy()
                        ? Optional.of(following(proto.getFollowedBy(), place.field("followed_by")))
                        : Optional.empty());
    }

    private static <E extends Enum<E>> Set<E> all(
            Class<E> type, String prefix, List<? extends Enum<?>> protos, Place place, String field) {
        Set<E> all = EnumSet.noneOf(type);
        for (int i = 0; i < protos.size(); i++) {
            all.add(place.at(field, i).named(type, prefix, protos.get(i)));
        }
        return all;
    }

    static List<PropertyCondition> conditions(List<io.onefold.proto.segment.v1.PropertyCondition> protos, Place place) {
        List<PropertyCondition> conditions = new ArrayList<>();
        for (int i = 0; i < protos.size(); i++) {
            conditions.add(condition(protos.get(i), place.at("where", i)));
        }
        return conditions;
    }

    private static PropertyCondition condition(io.onefold.proto.segment.v1.PropertyCondition proto, Place place) {
        boolean compares = proto.getOperator() != io.onefold.proto.segment.v1.Operator.OPERATOR_UNSPECIFIED;
        return new PropertyCondition(
                path(proto.getPath(), place.field("path")),
                compares
                        ? Optional.of(
                                place.field("operator").named(Operator.class, OPERATOR_PREFIX, proto.getOperator()))
                        : Optional.empty(),
                operand(proto, place));
    }

    private static Optional<Operand> operand(io.onefold.proto.segment.v1.PropertyCondition proto, Place place) {
        return switch (proto.getOperandCase()) {
            case NUMBER -> Optional.of(new Operand.Number(place.field("number").decimal(proto.getNumber())));
            case TEXT -> Optional.of(new Operand.Text(proto.getText()));
            case FLAG -> Optional.of(new Operand.Flag(proto.getFlag()));
            case TEXTS ->
                Optional.of(new Operand.Texts(Set.copyOf(proto.getTexts().getTextsList())));
            case OPERAND_NOT_SET -> Optional.empty();
        };
    }

    static PropertyPath path(String path, Place place) {
        try {
            return PropertyPath.parse(path);
        } catch (IllegalArgumentException malformed) {
            throw place.wrong(String.valueOf(malformed.getMessage()));
        }
    }

    private static Relation relation(io.onefold.proto.segment.v1.Relation proto, Place place) {
        return new Relation(
                place.field("anchor").named(Relation.Anchor.class, ANCHOR_PREFIX, proto.getAnchor()),
                read(proto.getOf(), place.field("of").deeper()),
                place.field("side").named(Relation.Side.class, SIDE_PREFIX, proto.getSide()),
                proto.hasWithin() ? Optional.of(span(proto.getWithin())) : Optional.empty());
    }

    private static Following following(io.onefold.proto.segment.v1.Following proto, Place place) {
        return new Following(
                read(proto.getEvents(), place.field("events").deeper()),
                proto.hasWithin() ? Optional.of(span(proto.getWithin())) : Optional.empty(),
                proto.getNegated());
    }

    private static Duration span(com.google.protobuf.Duration span) {
        return Duration.ofSeconds(span.getSeconds(), span.getNanos());
    }
}
