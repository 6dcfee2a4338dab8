package io.onefold.sample.truth;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What must come out of a folder.
 *
 * @param figures the totals, as {@code expected.json} has them
 * @param profiles the rows of {@code profiles.csv}, by pid; each by the names of the columns
 * @param identifiers what every profile holds, as {@code namespace:value}, by pid
 * @param members the pids in each audience, by the audience's name
 * @param membersAfterErasures the same once those who asked for it are erased
 */
public record Answers(
        JsonNode figures,
        List<Map<String, String>> profiles,
        SortedMap<String, SortedSet<String>> identifiers,
        SortedMap<String, SortedSet<String>> members,
        SortedMap<String, SortedSet<String>> membersAfterErasures) {

    /** Writes them into {@code expected/} of the folder, the same bytes for the same answers. */
    public void write(Path folder) throws IOException {
        AnswerFiles.write(this, folder.resolve("expected"));
    }
}
