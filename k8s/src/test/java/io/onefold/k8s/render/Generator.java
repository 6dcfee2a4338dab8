package io.onefold.k8s.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What kustomize's generators make of files and literals. */
final class Generator {
    private static final Set<String> KNOWN = Set.of("name", "behavior", "files", "envs", "literals");

    private final Path folder;

    Generator(Path folder) {
        this.folder = folder;
    }

    ObjectNode configMap(JsonNode asked) {
        ObjectNode object = named("ConfigMap", asked);
        ObjectNode data = object.putObject("data");
        data(asked).forEach(data::put);
        return object;
    }

    ObjectNode secret(JsonNode asked) {
        ObjectNode object = named("Secret", asked);
        object.put("type", "Opaque");
        ObjectNode data = object.putObject("data");
        data(asked)
                .forEach((key, value) ->
                        data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        return object;
    }

    private static ObjectNode named(String kind, JsonNode asked) {
        Kustomize.requireOnly(KNOWN, asked, kind);
        ObjectNode object = Kustomize.object();
        object.put("apiVersion", "v1");
        object.put("kind", kind);
        object.putObject("metadata").put("name", asked.path("name").textValue());
        return object;
    }

    private Map<String, String> data(JsonNode asked) {
        Map<String, String> data = new TreeMap<>();
        asked.path("files").forEach(file -> {
            Path path = folder.resolve(file.textValue());
            data.put(path.getFileName().toString(), text(path));
        });
        asked.path("envs")
                .forEach(file -> text(folder.resolve(file.textValue()))
                        .lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .forEach(line -> put(data, line)));
        asked.path("literals").forEach(literal -> put(data, literal.textValue()));
        return data;
    }

    private static void put(Map<String, String> data, String pair) {
        int equals = pair.indexOf('=');
        Kustomize.require(equals > 0, "no name=value: " + pair);
        data.put(pair.substring(0, equals), pair.substring(equals + 1));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
