package io.onefold.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the user did wrong is told in one line, before anything is started. */
class MainTest {
    private static final int USAGE = 2;

    @TempDir
    Path folder;

    private record Ended(int code, List<String> said) {}

    private static Ended onefold(String... arguments) {
        StringWriter said = new StringWriter();
        CommandLine command = Main.commandLine().setErr(new PrintWriter(said, true));
        return new Ended(command.execute(arguments), said.toString().lines().toList());
    }

    private static void assertOneLine(int code, String part, Ended ended) {
        assertEquals(1, ended.said().size(), () -> "said: " + ended.said());
        assertTrue(ended.said().get(0).contains(part), ended.said().get(0));
        assertEquals(code, ended.code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import nosuchfolder",
                "demo --input nosuchfolder",
                "demo --order backwards",
                "import . --order backwards",
                "demo --times 0",
                "demo --seed x",
                "demo --days 0",
                "demo --days 400",
                "demo --kills -1",
                "demo --replicas 3",
                "bench --events 0",
                "bench --probes 0",
                "bench --only nothing",
                "import --audiences nosuchfile",
                "rebuild nosuchservice",
                "up --nosuchoption",
                "import",
                "nosuchcommand"
            })
    void aWrongOptionIsOneLine(String line) {
        Ended ended = onefold(line.split(" "));
        assertOneLine(USAGE, "--help)", ended);
    }

    @Test
    void theLineSaysWhatWouldBeRight() {
        assertOneLine(USAGE, "--order is sequential, merged or shuffled, not x", onefold("demo", "--order", "x"));
        assertOneLine(USAGE, "there is no folder nosuchfolder", onefold("import", "nosuchfolder"));
        assertOneLine(1, "--port-offset is 0 to 40000, not -1", onefold("status", "--port-offset", "-1"));
    }

    @Test
    void aFolderWithoutInputIsOneLine() {
        assertOneLine(1, "has none of the files of its import plan", onefold("import", folder.toString()));
        assertOneLine(1, "is missing", onefold("demo", "--input", folder.toString()));
    }

    @Test
    void aPlanThatCannotBeReadIsOneLine() throws IOException {
        Files.writeString(folder.resolve("import.yaml"), "files:\n");
        Ended ended = onefold("import", folder.toString());
        assertEquals(1, ended.code());
        assertTrue(
                ended.said().get(0).contains("the list of files must be given"),
                ended.said().toString());
    }

    @Test
    void anAudienceThatIsNoneIsOneLineAndNothingIsSent() throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), "name: a\nrule: {}\nowner: me\n");
        assertOneLine(1, file + ": ", onefold("import", "--audiences", file.toString(), "--port-offset", "39990"));
        assertOneLine(1, "owner", onefold("import", "--audiences", folder.toString(), "--port-offset", "39990"));
    }

    @Test
    void aSuiteThatIsNotUpIsOneLine() throws IOException {
        Files.writeString(folder.resolve("import.yaml"), "files: [{file: a.jsonl, source: web, time: receivedAt}]");
        Files.writeString(folder.resolve("a.jsonl"), "{}\n");
        assertOneLine(1, "./onefold status", onefold("import", folder.toString(), "--port-offset", "39990"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "down", "status", "import", "demo", "bench"})
    void everyCommandHasTheHelpThatAWrongOptionPointsTo(String command) {
        StringWriter shown = new StringWriter();
        int code = Main.commandLine().setOut(new PrintWriter(shown, true)).execute(command, "--help");
        assertEquals(0, code);
        assertTrue(shown.toString().startsWith("Usage: onefold " + command), shown.toString());
    }

    @Test
    void noCommandShowsThemAll() {
        Ended ended = onefold();
        assertEquals(USAGE, ended.code());
        assertTrue(ended.said().stream().anyMatch(line -> line.strip().startsWith("demo ")));
    }
}
