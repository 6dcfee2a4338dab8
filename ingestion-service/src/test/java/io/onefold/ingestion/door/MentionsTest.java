package io.onefold.ingestion.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefold.domain.IdentifierIds;
import io.onefold.domain.IdentifierNormalizer;
import io.onefold.ingestion.event.MappingFailed;
import io.onefold.ingestion.event.SourceRules;
import io.onefold.ingestion.event.Texts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whom an event names that could not be read: nobody by chance, and everybody whom a source names in its own words. */
class MentionsTest {
    private static final IdentifierIds IDS = new IdentifierIds("a secret of this test alone");
    private static final List<String> NAMESPACES =
            List.of("anonymous_id", "crm_id", "email", "loyalty_id", "phone", "user_id");
    private static final SourceRules PLAIN = source(Optional.empty());

    private static SourceRules source(Optional<SourceRules.Mapping> mapping) {
        return new SourceRules("dev", "shop", false, Set.of(), mapping);
    }

    private static Set<UUID> in(String json, SourceRules source) {
        return new Mentions(IDS).in(json.getBytes(StandardCharsets.UTF_8), source, NAMESPACES);
    }

    private static UUID id(String namespace, String value) {
        return IDS.id("dev", IdentifierNormalizer.normalize(namespace, value));
    }

    private static boolean names(String json, String namespace, String value) {
        return in(json, PLAIN).contains(id(namespace, value));
    }

    @Test
    void whatStandsInItsPlaceIsFoundHoweverShort() {
        assertTrue(names("{\"userId\": \"42\"}", "user_id", "42"));
        assertTrue(names("{\"userId\": 42}", "user_id", "42"));
        assertTrue(names("{\"previousId\": \"42\"}", "user_id", "42"));
        assertTrue(names("{\"crm_id\": \"K1\"}", "crm_id", "K1"));
        assertTrue(names("{\"traits\": {\"email\": \"A@b.fr\"}}", "email", "a@b.fr"));
        assertTrue(names("{\"mobile\": \"0033612345678\"}", "phone", "+33612345678"));
        String external =
                "{\"context\": {\"externalIds\": [{\"id\": \"7\", \"type\": \"loyaltyId\", \"collection\": \"users\"}]}}";
        assertTrue(names(external, "loyalty_id", "7"));
        assertFalse(names(external, "crm_id", "7"));
    }

    @Test
    void aShortValueOrANumberElsewhereIsNobody() {
        assertEquals(
                Set.of(id("user_id", "7")),
                in(
                        "{\"userId\": \"7\", \"properties\": {\"product_id\": \"42\", \"pieces\": 42, \"order\": \"2026000042\", \"ref\": \"a b\"}}",
                        PLAIN));
        assertFalse(names("{\"order\": \"ORD-6123456789\"}", "phone", "6123456789"));
        assertTrue(names("{\"called\": \"(612) 345-6789\"}", "phone", "6123456789"));
    }

    @Test
    void whatIsTooOddToBeThereByChanceIsFoundUnderAnyKey() {
        assertTrue(names("{\"loyalty_number\": \"L-1234567\"}", "loyalty_id", "L-1234567"));
        assertTrue(names("{\"cookie\": \"c7d1f3a2-77\"}", "anonymous_id", "c7d1f3a2-77"));
        assertTrue(names("{\"external_ids\": {\"x\": [\"customer-77\"]}}", "user_id", "customer-77"));
        assertTrue(names("{\"note\": \"a@b.fr\"}", "email", "a@b.fr"));
    }

    @Test
    void aSourcesMappingSaysWhereItsValuesStand() {
        SourceRules mapped = source(Optional.of(row -> {
            ObjectNode message = JsonNodeFactory.instance.objectNode();
            return message.set("userId", row.get("customer"));
        }));
        assertTrue(in("{\"customer\": \"42\"}", mapped).contains(id("user_id", "42")));
        SourceRules failing = source(Optional.of(row -> {
            throw new MappingFailed("on every row", new IllegalStateException());
        }));
        assertEquals(Set.of(id("crm_id", "42")), in("{\"crm_id\": \"42\"}", failing));
    }

    @Test
    void nobodyIsMadeToLookForThousandsOfNames() {
        String many = IntStream.range(0, 20_000)
                .mapToObj(i -> "\"customer-" + i + "\"")
                .collect(Collectors.joining(",", "{\"userId\": \"42\", \"all\": [", "]}"));
        assertEquals(
                Texts.MOST,
                Texts.of(many.getBytes(StandardCharsets.UTF_8), PLAIN).size());
        assertTrue(in(many, PLAIN).contains(id("user_id", "42")));
    }

    @Test
    void whatCannotBeReadToItsEndIsReadAsFarAsItGoes() {
        Set<String> values = new TreeSet<>();
        Texts.of("{\"userId\": \"42\", \"x\": [1, {\"y\": tru".getBytes(StandardCharsets.UTF_8), PLAIN)
                .forEach(text -> values.add(text.value()));
        assertEquals(Set.of("1", "42"), values);
    }
}
