package io.onefold.ingestion.source;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.onefold.ingestion.event.MappingFailed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsltMappingTest {
    /** A row that a mapping cannot digest must not fail the rows beside it, in whichever way the library says so. */
    @ParameterizedTest
    @ValueSource(strings = {"error(\"no\")", "1 / .zero", "def deeper(x) 1 + deeper($x) deeper(.zero)"})
    void whateverGoesWrongInARowIsItsMappingFailing(String jslt) {
        JsltMapping mapping = JsltMapping.compile(jslt);
        assertThrows(
                MappingFailed.class,
                () -> mapping.map(JsonNodeFactory.instance.objectNode().put("zero", 0)));
    }
}
