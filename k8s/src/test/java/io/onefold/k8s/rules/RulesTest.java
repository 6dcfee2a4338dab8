package io.onefold.k8s.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.onefold.k8s.render.Overlay;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule holds for everything that can be applied. */
class RulesTest {
    private static final Map<Overlay, Manifests> RENDERED = new EnumMap<>(Overlay.class);

    static Stream<Arguments> all() {
        return Stream.of(Overlay.values())
                .flatMap(overlay -> Stream.of(Rule.values())
                        .filter(rule -> overlay.isProduction() || rule != Rule.PRODUCTION)
                        .map(rule -> Arguments.of(overlay, rule)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void holds(Overlay overlay, Rule rule) {
        assertEquals(List.of(), rule.complaints(RENDERED.computeIfAbsent(overlay, Manifests::of)));
    }
}
