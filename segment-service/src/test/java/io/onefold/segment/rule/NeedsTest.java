package io.onefold.segment.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.segment.rule.EventFilter.Content;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NeedsTest {
    private static EventFilter filter(EventType type, String name, Channel channel) {
        return new EventFilter(Optional.of(type), name, Optional.of(channel), Content.ANY);
    }

    @Test
    void a_selector_reads_each_combination() {
        EventSelector views = EventSelector.ANY
                .types(EventType.PAGE, EventType.SCREEN)
                .names("home")
                .channels(Channel.WEB, Channel.MOBILE);
        assertEquals(
                Set.of(
                        filter(EventType.PAGE, "home", Channel.WEB),
                        filter(EventType.PAGE, "home", Channel.MOBILE),
                        filter(EventType.SCREEN, "home", Channel.WEB),
                        filter(EventType.SCREEN, "home", Channel.MOBILE)),
                new Rule.Occurred(views).needs().events());
        assertEquals(
                Set.of(EventFilter.stating(Content.ANY)),
                new Rule.Absent(EventSelector.ANY).needs().events());
    }

    @Test
    void too_many_combinations_are_read_by_wider_filters() {
        EventSelector many = EventSelector.ANY
                .types(EventType.TRACK, EventType.PAGE)
                .names(IntStream.range(0, 20).mapToObj(Integer::toString).toArray(String[]::new))
                .channels(Channel.WEB, Channel.MOBILE);
        Set<EventFilter> filters = new Rule.Occurred(many).needs().events();
        assertEquals(40, filters.size());
        assertTrue(filters.stream().allMatch(one -> one.channel().isEmpty()));
        EventSelector more =
                many.names(IntStream.range(0, 64).mapToObj(Integer::toString).toArray(String[]::new));
        assertEquals(64, new Rule.Occurred(more).needs().events().size());
    }

    @Test
    void everything_that_a_rule_mentions_is_needed() {
        EventSelector orders = EventSelector.track("Order Completed")
                .where(PropertyCondition.there(PropertyPath.parse("properties.a")))
                .related(new Relation(
                        Relation.Anchor.FIRST, EventSelector.track("A"), Relation.Side.AFTER, Optional.empty()))
                .followedBy(new Following(
                        EventSelector.track("B").where(PropertyCondition.there(PropertyPath.parse("context.b"))),
                        Optional.empty(),
                        false));
        Needs needs = new Rule.All(List.of(
                        new Rule.Present(new Expression.Latest(orders, PropertyPath.parse("properties.total"))),
                        new Rule.Present(new Expression.Trait("first.name")),
                        new Rule.Consent("marketing", "email"),
                        new Rule.ThirdParty("", List.of(PropertyCondition.there(PropertyPath.trait("job"))))))
                .needs();
        Set<String> names = Set.of("Order Completed", "A", "B");
        assertEquals(6, needs.events().size());
        names.forEach(name -> assertTrue(needs.events()
                .contains(new EventFilter(Optional.of(EventType.TRACK), name, Optional.empty(), Content.ANY))));
        for (Content content : List.of(Content.TRAITS, Content.CONSENT, Content.THIRD_PARTY)) {
            assertTrue(needs.events().contains(EventFilter.stating(content)));
        }
        assertEquals(
                Set.of(
                        PropertyPath.parse("properties.a"),
                        PropertyPath.parse("context.b"),
                        PropertyPath.parse("properties.total"),
                        PropertyPath.trait("first.name"),
                        PropertyPath.trait("job")),
                needs.paths());
        assertFalse(needs.namespaces());
        assertTrue(new Rule.Not(new Rule.Identified(Set.of("email"))).needs().namespaces());
    }
}
