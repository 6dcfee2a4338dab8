package io.onefold.sample.truth;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** A line of JSON Lines as it was judged. */
sealed interface Line {

    /** An event. */
    record Taken(JsonNode message, Instant time) implements Line {}

    /** @param reason in the words of {@code bad_expected.csv} */
    record Refused(String reason) implements Line {}
}
