package io.onefold.k8s.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefold.k8s.render.Checkout;
import io.onefold.k8s.render.Overlay;
import io.onefold.k8s.render.Yaml;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** One change to what is right, and the rule that is there for it complains. */
class MutantsTest {
    private static final Map<String, Map<String, String>> OUTSIDE = Manifests.outside(Overlay.PROD);

    /** In the file: a rule, the object, what is changed in it, and to what; nothing takes it away. */
    @ParameterizedTest(name = "{0}: {1}{2} is {3}")
    @CsvFileSource(resources = "/mutants.csv", delimiter = '|', quoteCharacter = '`', numLinesToSkip = 1)
    void isFound(Rule rule, String object, String place, @Nullable String value) {
        List<ObjectNode> rendered = Overlay.PROD_WITH_SHARED_FILES.render();
        change(rendered, object, place, value);
        assertFalse(rule.complaints(Manifests.of(rendered, OUTSIDE)).isEmpty());
    }

    @ParameterizedTest(name = "{0}{1} is {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "nothing",
            value = {
                // A field of another name, and of another place.
                "Deployment/profile | /spec/template/spec/containers/0/readynessProbe | {}",
                "Deployment/profile | /spec/template/spec/containers/0/livenessProbe/httpGet/servce | x",
                "Deployment/profile | /spec/template/spec/containers/0/runAsNonRoot | true",
                "Service/profile | /spec/minAvailible | 1",
                // Another type.
                "Deployment/profile | /spec/replicas | '\"2\"'",
                "Deployment/profile | /spec/template/spec/securityContext/runAsNonRoot | '\"true\"'",
                "Deployment/activation | /spec/template/spec/containers/0/env/0/name | 8085",
                "ConfigMap/suite-settings | /data/MALLOC_ARENA_MAX | 2",
                "ConfigMap/suite-settings | /data/MALLOC_ARENA_MAX | true",
                "Service/profile | /spec/ports | {}",
                // Another kind.
                "Deployment/profile | /apiVersion | apps/v1beta1",
                "Deployment/profile | /kind | Deploymnt",
            })
    void isRefused(String object, String place, String value) {
        List<ObjectNode> rendered = Overlay.PROD.render();
        change(rendered, object, place, value);
        assertThrows(IllegalArgumentException.class, () -> Manifests.of(rendered, OUTSIDE));
    }

    @Test
    void everyRuleHasItsMutant() {
        Set<Rule> rules = Source.text(Checkout.MANIFESTS.resolve("src/test/resources/mutants.csv"))
                .lines()
                .skip(1)
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> Rule.valueOf(line.split("\\|", 2)[0].strip()))
                .collect(Collectors.toSet());
        assertEquals(EnumSet.allOf(Rule.class), rules);
    }

    private static void change(List<ObjectNode> objects, String key, String place, @Nullable String value) {
        List<String> seen = new ArrayList<>();
        for (ObjectNode object : objects) {
            String own = object.path("kind").asText() + "/"
                    + object.at("/metadata/name").asText();
            seen.add(own);
            if (own.equals(key)) {
                change(object, JsonPointer.compile(place), value);
                return;
            }
        }
        throw new IllegalArgumentException(key + " is none of " + seen);
    }

    private static void change(ObjectNode object, JsonPointer place, @Nullable String value) {
        JsonNode parent = object.at(place.head());
        String last = place.last().getMatchingProperty();
        if (value == null) {
            if (((ObjectNode) parent).remove(last) == null) {
                throw new IllegalArgumentException("there is no " + place);
            }
        } else if (parent instanceof ArrayNode list) {
            list.set(place.last().getMatchingIndex(), Yaml.value(value));
        } else {
            ((ObjectNode) parent).set(last, Yaml.value(value));
        }
    }
}
