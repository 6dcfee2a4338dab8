package io.onefold.ingestion.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.Parser;
import io.onefold.ingestion.event.MappingFailed;
import io.onefold.ingestion.event.SourceRules;

/**
 * A mapping written in JSLT: data, which can compute and choose, but not reach outside the row. Whatever it does to itself, such as a
 * division by zero or a function that never ends, fails the row and not its neighbours.
 */
record JsltMapping(Expression expression) implements SourceRules.Mapping {
    static JsltMapping compile(String jslt) {
        return new JsltMapping(Parser.compileString(jslt));
    }

    @Override
    public JsonNode map(ObjectNode row) {
        try {
            return expression.apply(row);
        } catch (RuntimeException | StackOverflowError e) {
            throw new MappingFailed(String.valueOf(e.getMessage()), e);
        }
    }
}
