package io.onefold.launcher.client;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.onefold.launcher.running.SuiteException;
import io.onefold.proto.segment.v1.Audience;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An audience as a YAML file: the proto's JSON form, written as YAML. What the proto does not know is refused, since a condition that is
 * passed over would make another audience.
 *
 * @param name how the file is called in messages
 */
public record AudienceFile(String name, Audience audience) {
    /** Numbers keep every digit that was written: as doubles they would not. */
    private static final ObjectMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    /** One file, or every {@code .yaml} and {@code .yml} of a folder, by name. */
    public static List<AudienceFile> read(Path fileOrFolder) {
        if (!Files.isDirectory(fileOrFolder)) {
            return List.of(readOne(fileOrFolder));
        }
        try (Stream<Path> entries = Files.list(fileOrFolder)) {
            List<AudienceFile> files = entries.filter(AudienceFile::isYaml)
                    .sorted()
                    .map(AudienceFile::readOne)
                    .toList();
            if (files.isEmpty()) {
                throw new SuiteException(fileOrFolder + " has no .yaml file");
            }
            requireOneOfEachName(files);
            return files;
        } catch (IOException e) {
            throw new SuiteException("reading " + fileOrFolder + ": " + e.getMessage(), e);
        }
    }

    /** Else the later file would win, and at the next import be changed back and forth once more. */
    private static void requireOneOfEachName(List<AudienceFile> files) {
        Map<String, AudienceFile> byName = new HashMap<>();
        for (AudienceFile file : files) {
            AudienceFile other = byName.put(file.audience().getName(), file);
            if (other != null) {
                throw new SuiteException("%s and %s: both are the audience %s"
                        .formatted(other.name(), file.name(), file.audience().getName()));
            }
        }
    }

    /** The file of that name which comes along with the suite. */
    public static AudienceFile builtIn(String file) {
        try (InputStream yaml = AudienceFile.class.getResourceAsStream("/audiences/" + file)) {
            if (yaml == null) {
                throw new SuiteException("there is no audience file " + file + " among those that come along");
            }
            return parse(file, yaml);
        } catch (IOException e) {
            throw new SuiteException("the audience file " + file + ": " + e.getMessage(), e);
        }
    }

    public Audience named(String other) {
        return audience.toBuilder().setName(other).build();
    }

    private static boolean isYaml(Path path) {
        String name = path.toString();
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    private static AudienceFile readOne(Path file) {
        try (InputStream yaml = Files.newInputStream(file)) {
            return parse(file.toString(), yaml);
        } catch (IOException e) {
            throw new SuiteException("reading " + file + ": " + e.getMessage(), e);
        }
    }

    private static AudienceFile parse(String name, InputStream yaml) throws IOException {
        try {
            JsonNode content = YAML.readTree(yaml);
            if (!content.isObject()) {
                throw new SuiteException(name + ": an audience is a map of name, display_name and rule");
            }
            Audience.Builder audience = Audience.newBuilder();
            JsonFormat.parser().merge(JSON.writeValueAsString(content), audience);
            if (audience.getName().isEmpty() || !audience.hasRule()) {
                throw new SuiteException(name + ": " + (audience.hasRule() ? "name" : "rule") + " is missing");
            }
            return new AudienceFile(name, audience.build());
        } catch (JsonProcessingException malformed) {
            throw new SuiteException(name + ": " + problem(malformed), malformed);
        } catch (InvalidProtocolBufferException refused) {
            throw new SuiteException(name + ": " + refused.getMessage(), refused);
        }
    }

    /** In one line: without the drawing of where it is, which the line's number says as well. */
    private static String problem(JsonProcessingException malformed) {
        String what = malformed
                .getOriginalMessage()
                .lines()
                .filter(line -> !line.startsWith(" "))
                .collect(Collectors.joining(", "));
        return malformed.getLocation() == null
                ? what
                : "line " + malformed.getLocation().getLineNr() + ": " + what;
    }
}
