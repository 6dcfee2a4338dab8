package io.onefold.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an operator can set is told in docs/configuration.md, with the default that the code has, and nothing that is not there any more. */
class ConfigurationDocsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern MAPPING = Pattern.compile("@ConfigMapping\\(prefix = \"([^\"]+)\"\\)");
    private static final Pattern MEMBER = Pattern.compile(
            "^ {4}(?:@WithDefault\\(\"([^\"]*)\"\\)\\s+)?[A-Z][\\w<>, .]* (\\w+)\\(\\);|"
                    + "^ {4}(?:@WithDefault\\(\"([^\"]*)\"\\)\\s+)?(?:int|long|boolean) (\\w+)\\(\\);",
            Pattern.MULTILINE);
    private static final Pattern PROPERTY = Pattern.compile("@ConfigProperty\\(name = \"(onefold\\.[^\"]+)\"");
    private static final Pattern TOLD =
            Pattern.compile("^\\| `(onefold\\.[a-z.-]+?)(?:\\.\"\\w+\"[.\\w]*)?`", Pattern.MULTILINE);

    private record Setting(String name, String value) {}

    @Test
    void everySettingIsTold() throws IOException {
        String told = Files.readString(ROOT.resolve("docs/configuration.md"));
        List<Setting> settings = settings();
        assertTrue(settings.size() > 30, "found only " + settings);
        for (Setting setting : settings) {
            String row = told.lines()
                    .filter(line -> line.startsWith("| `" + setting.name()))
                    .collect(Collectors.joining("\n"));
            assertTrue(!row.isEmpty(), setting.name() + " is not told");
            assertTrue(
                    row.contains("| " + setting.value()),
                    setting.name() + " is " + setting.value() + ", told is " + row);
        }
    }

    @Test
    void whatIsToldIsThere() throws IOException {
        SortedSet<String> told = new TreeSet<>();
        Matcher row = TOLD.matcher(Files.readString(ROOT.resolve("docs/configuration.md")));
        while (row.find()) {
            told.add(row.group(1));
        }
        told.removeIf(name -> name.endsWith(".host"));
        told.removeAll(settings().stream().map(Setting::name).toList());
        assertEquals(new TreeSet<>(), told);
    }

    private static List<Setting> settings() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT, 12)) {
            return files.filter(file ->
                            file.toString().endsWith(".java") && file.toString().contains("/src/main/"))
                    .map(ConfigurationDocsTest::text)
                    .flatMap(source -> Stream.concat(members(source), properties(source)))
                    .distinct()
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Setting> members(String source) {
        Matcher mapping = MAPPING.matcher(source);
        return !mapping.find()
                ? Stream.empty()
                : MEMBER.matcher(source).results().map(member -> {
                    String name = member.group(2) == null ? member.group(4) : member.group(2);
                    String value = member.group(2) == null ? member.group(3) : member.group(1);
                    return new Setting(mapping.group(1) + "." + kebab(name), value == null ? "" : value);
                });
    }

    private static Stream<Setting> properties(String source) {
        return PROPERTY.matcher(source).results().map(property -> new Setting(property.group(1), ""));
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
