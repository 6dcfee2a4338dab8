package io.onefold.launcher.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.launcher.running.SuiteException;
import io.onefold.proto.segment.v1.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AudienceFileTest {
    private static final String BUYERS = """
            name: buyers
            rule:
              comparison:
                left: {count: {names: [Order Completed], window: 7776000s}}
                operator: OPERATOR_GE
                right: {number: %s}
            """;

    @TempDir
    Path folder;

    private Path file(String name, String yaml) throws IOException {
        return Files.writeString(folder.resolve(name), yaml);
    }

    private String refused(String yaml) throws IOException {
        Path file = file("bad.yaml", yaml);
        SuiteException refused = assertThrows(SuiteException.class, () -> AudienceFile.read(file));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.startsWith(file + ": "), message);
        assertEquals(1, message.lines().count(), message);
        return message.substring(file.toString().length() + 2);
    }

    @Test
    void aFolderGivesItsFilesByName() throws IOException {
        file("b.yml", BUYERS.formatted("1").replace("buyers", "second"));
        file("a.yaml", BUYERS.formatted("1"));
        file("notes.txt", "not an audience");
        assertEquals(
                List.of("buyers", "second"),
                AudienceFile.read(folder).stream()
                        .map(file -> file.audience().getName())
                        .toList());
    }

    @Test
    void aNumberKeepsItsDigits() throws IOException {
        for (String number : List.of("2000", "0.20", "123456789012345678901.000000000001", "'7'", "-0.5")) {
            Rule rule = AudienceFile.read(file("a.yaml", BUYERS.formatted(number)))
                    .get(0)
                    .audience()
                    .getRule();
            assertEquals(
                    number.replace("'", ""), rule.getComparison().getRight().getNumber());
        }
    }

    @Test
    void whatTheProtoDoesNotKnowIsRefusedByFileAndField() throws IOException {
        assertTrue(refused(BUYERS.formatted("2").replace("window", "windwo")).contains("windwo"));
        assertTrue(refused(BUYERS.formatted("2") + "owner: marketing\n").contains("owner"));
        assertTrue(refused(BUYERS.formatted("2").replace("OPERATOR_GE", "OPERATOR_MORE"))
                .contains("OPERATOR_MORE"));
    }

    @Test
    void whatIsNoAudienceIsRefused() throws IOException {
        assertTrue(refused("name: buyers\n").contains("rule is missing"));
        assertTrue(refused(BUYERS.formatted("2").replace("name: buyers\n", "")).contains("name is missing"));
        assertTrue(refused("").contains("an audience is a map"));
        assertTrue(refused("[1, 2]").contains("an audience is a map"));
        assertTrue(refused(BUYERS.formatted("2") + "name: again\n").contains("line 7"));
        assertTrue(refused("name: [unclosed\n").contains("line "));
        assertTrue(refused(BUYERS.formatted("2") + "---\nname: second\n").contains("line "));
    }

    /** The files that come along, where the demo looks for them: each holds the audience that it is called by. */
    @Test
    void theTwelveThatComeAlongAreRead() {
        List<String> names = AudienceFile.read(Path.of("../segment-service/src/main/resources/audiences")).stream()
                .map(file -> file.audience().getName())
                .toList();
        assertEquals(12, names.size());
        for (String name : names) {
            assertEquals(name, AudienceFile.builtIn(name + ".yaml").audience().getName());
        }
    }

    @Test
    void twoFilesOfOneAudienceAreRefusedByName() throws IOException {
        Path one = file("a.yaml", BUYERS.formatted("1"));
        file("b.yaml", BUYERS.formatted("1").replace("buyers", "others"));
        Path two = file("c.yml", BUYERS.formatted("2"));
        SuiteException refused = assertThrows(SuiteException.class, () -> AudienceFile.read(folder));
        assertEquals(one + " and " + two + ": both are the audience buyers", refused.getMessage());
    }

    @Test
    void anEmptyFolderIsSaidSo() {
        SuiteException refused = assertThrows(SuiteException.class, () -> AudienceFile.read(folder));
        assertEquals(folder + " has no .yaml file", refused.getMessage());
    }
}
