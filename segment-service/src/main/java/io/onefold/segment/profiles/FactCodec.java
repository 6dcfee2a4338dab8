package io.onefold.segment.profiles;

import com.google.protobuf.Timestamp;
import io.onefold.domain.Decimals;
import io.onefold.proto.profile.v1.FactSelector;
import io.onefold.proto.profile.v1.ProfileFacts;
import io.onefold.proto.profile.v1.SelectedFacts;
import io.onefold.segment.evaluation.Fact;
import io.onefold.segment.evaluation.Facts;
import io.onefold.segment.rule.Selector;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Selectors and facts between their protos and their records; the keys of one request are the selectors' places in it. */
final class FactCodec {
    /** What the profile-service reads of one selector at most: with `overflow`, a selector this long is cut off. */
    private static final int MOST_EVENTS = 10_000;

    private static final String TYPE_PREFIX = "EVENT_TYPE_";

    private final List<Selector> selectors;

    FactCodec(Set<Selector> selectors) {
        this.selectors = selectors.stream()
                .sorted(Comparator.comparing(Selector::toString))
                .toList();
    }

    List<FactSelector> selectors() {
        return selectors.stream().map(this::write).toList();
    }

    private FactSelector write(Selector selector) {
        return FactSelector.newBuilder()
                .setKey(Integer.toString(selectors.indexOf(selector)))
                .setType(io.onefold.proto.type.v1.EventType.valueOf(
                        TYPE_PREFIX + selector.events().type().name()))
                .setName(selector.events().name())
                .setProperty(selector.property())
                .build();
    }

    ProfileState read(ProfileFacts proto) {
        Map<Selector, List<Fact>> selected = new HashMap<>();
        Set<Selector> incomplete = new HashSet<>();
        for (SelectedFacts facts : proto.getSelectedList()) {
            Selector selector = selectors.get(Integer.parseInt(facts.getKey()));
            selected.put(
                    selector,
                    facts.getEventsList().stream()
                            .map(event -> new Fact(instant(event.getEventTime()), Decimals.parse(event.getValue())))
                            .toList());
            if (proto.getOverflow() && facts.getEventsCount() >= MOST_EVENTS) {
                incomplete.add(selector);
            }
        }
        return new ProfileState(
                proto.getWorkspace(),
                UUID.fromString(proto.getProfileId()),
                proto.getVersion(),
                proto.getExists(),
                new Facts(selected, incomplete));
    }

    /** To the microsecond, which is what the tables keep: an instant that was evaluated must not lie before the facts in it. */
    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).truncatedTo(ChronoUnit.MICROS);
    }
}
