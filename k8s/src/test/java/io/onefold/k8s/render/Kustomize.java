package io.onefold.k8s.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Renders a folder as `kubectl kustomize` does, so that what is checked is what would be applied, also on a machine without kubectl. It knows
 * the part of kustomize that our folders use and refuses the rest; where kubectl is found, {@link KustomizeTest} compares the two. Names of
 * generated objects stay without a hash.
 */
public final class Kustomize {
    private static final Set<String> KNOWN = Set.of(
            "apiVersion",
            "kind",
            "namespace",
            "resources",
            "components",
            "configMapGenerator",
            "secretGenerator",
            "patches",
            "labels",
            "images",
            "replicas");

    private final Map<String, ObjectNode> objects = new LinkedHashMap<>();

    private Kustomize() {}

    public static List<ObjectNode> build(Path folder) {
        Kustomize kustomize = new Kustomize();
        kustomize.apply(folder);
        return List.copyOf(kustomize.objects.values());
    }

    private void apply(Path folder) {
        JsonNode file = Yaml.one(folder.resolve("kustomization.yaml"));
        requireOnly(KNOWN, file, folder.toString());
        for (JsonNode resource : file.path("resources")) {
            Path path = folder.resolve(resource.textValue());
            List<ObjectNode> more = Files.isDirectory(path) ? build(path) : Yaml.documents(path);
            more.forEach(this::add);
        }
        file.path("components")
                .forEach(
                        component -> apply(folder.resolve(component.textValue()).normalize()));
        Generator generator = new Generator(folder);
        file.path("configMapGenerator").forEach(made -> generate(made, generator.configMap(made)));
        file.path("secretGenerator").forEach(made -> generate(made, generator.secret(made)));
        file.path("patches").forEach(patch -> patch(folder, patch));
        file.path("labels").forEach(this::label);
        file.path("images").forEach(this::image);
        file.path("replicas").forEach(this::replicas);
        if (file.has("namespace")) {
            namespace(file.path("namespace").textValue());
        }
    }

    private void add(ObjectNode object) {
        if (objects.putIfAbsent(key(object), object) != null) {
            throw new IllegalArgumentException(key(object) + " is there twice");
        }
    }

    private void generate(JsonNode asked, ObjectNode object) {
        if (!asked.path("behavior").asText("create").equals("merge")) {
            add(object);
            return;
        }
        ObjectNode data = (ObjectNode) find(key(object)).path("data");
        object.path("data").properties().forEach(entry -> data.set(entry.getKey(), entry.getValue()));
    }

    private void patch(Path folder, JsonNode patch) {
        requireOnly(Set.of("target", "path"), patch, "patches");
        JsonNode target = patch.path("target");
        requireOnly(Set.of("kind", "name"), target, "patches.target");
        ObjectNode object =
                find(target.path("kind").textValue() + "/" + target.path("name").textValue());
        for (JsonNode step : Yaml.one(folder.resolve(patch.path("path").textValue()))) {
            requireOnly(Set.of("op", "path", "value"), step, "a step of a patch");
            require(step.path("op").textValue().equals("add"), "patches only add here");
            String place = step.path("path").textValue();
            require(place.endsWith("/-"), "patches only add to lists here, not to " + place);
            ((ArrayNode) object.requiredAt(place.substring(0, place.length() - 2))).add(step.path("value"));
        }
    }

    private void label(JsonNode label) {
        requireOnly(Set.of("pairs"), label, "labels");
        for (ObjectNode object : objects.values()) {
            ObjectNode labels = ((ObjectNode) object.path("metadata")).withObjectProperty("labels");
            label.path("pairs").properties().forEach(pair -> labels.set(pair.getKey(), pair.getValue()));
        }
    }

    private void image(JsonNode image) {
        requireOnly(Set.of("name", "newTag"), image, "images");
        String name = image.path("name").textValue();
        List<JsonNode> containers = objects.values().stream()
                .flatMap(object -> elements(object.at("/spec/template/spec/containers")))
                .filter(container -> container.path("image").asText().equals(name))
                .toList();
        require(!containers.isEmpty(), "no container has the image " + name);
        containers.forEach(container -> ((ObjectNode) container)
                .put("image", name + ":" + image.path("newTag").textValue()));
    }

    private void replicas(JsonNode replicas) {
        requireOnly(Set.of("name", "count"), replicas, "replicas");
        ObjectNode object = find("Deployment/" + replicas.path("name").textValue());
        ((ObjectNode) object.path("spec")).set("replicas", replicas.path("count"));
    }

    private void namespace(String namespace) {
        for (ObjectNode object : objects.values()) {
            boolean itself = object.path("kind").asText().equals("Namespace");
            ((ObjectNode) object.path("metadata")).put(itself ? "name" : "namespace", namespace);
        }
    }

    private ObjectNode find(String key) {
        ObjectNode object = objects.get(key);
        if (object == null) {
            throw new IllegalArgumentException("there is no " + key);
        }
        return object;
    }

    private static String key(JsonNode object) {
        return object.path("kind").asText() + "/" + object.at("/metadata/name").asText();
    }

    private static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    static void requireOnly(Set<String> known, JsonNode node, String place) {
        List<String> unknown = new ArrayList<>();
        node.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(known);
        require(unknown.isEmpty(), place + ": not known here: " + unknown);
    }

    static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
