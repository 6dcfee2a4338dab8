package io.onefold.ingestion.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads JSON strictly: exact decimals, no key twice, nothing after the object, UTF-8 without errors. */
public final class JsonReader {
    /**
     * Depth is checked by {@link JsonCheck}, which can still tell the message id; texts and names are no longer than the event. So only the
     * length of a number is left to the parser.
     */
    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .maxNumberLength(400)
            .build();

    private static final ObjectReader STRICT = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .readerFor(JsonNode.class);

    private JsonReader() {}

    /** The object in the bytes; a refusal with reason json, json_not_object or bad_number. */
    static ObjectNode object(byte[] json) {
        try {
            requireUtf8(json);
            JsonNode read = STRICT.readValue(json);
            if (read instanceof ObjectNode object) {
                return object;
            }
            throw new Refusal(Reason.JSON_NOT_OBJECT, "the event is JSON, but not an object");
        } catch (StreamConstraintsException numberTooLong) {
            throw new Refusal(Reason.BAD_NUMBER, "a number has more than 400 digits");
        } catch (CharacterCodingException e) {
            throw new Refusal(Reason.JSON, "the bytes are not UTF-8");
        } catch (JsonProcessingException e) {
            throw new Refusal(Reason.JSON, "not JSON" + where(e));
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot fail to be read", e);
        }
    }

    /** The parser lets encoded surrogates and overlong forms pass, and takes UTF-16 and UTF-32, in which each brace has a zero byte. */
    private static void requireUtf8(byte[] json) throws CharacterCodingException {
        boolean ascii = true;
        for (byte b : json) {
            if (b <= 0) {
                if (b == 0) {
                    throw new Refusal(Reason.JSON, "the bytes hold a bare NUL, which JSON in UTF-8 cannot");
                }
                ascii = false;
            }
        }
        if (!ascii) {
            var unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
        }
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : ", at byte " + Math.max(0, e.getLocation().getByteOffset());
    }
}
