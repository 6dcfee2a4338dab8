package io.onefold.k8s.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Container;
import io.onefold.k8s.render.Checkout;
import io.onefold.k8s.render.Overlay;
import io.onefold.k8s.render.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What the build has made agrees with the Dockerfiles and the manifests. */
class PackagedIT {
    static final List<String> SERVICES = Checkout.SERVICES;
    private static final Manifests PROD = Manifests.of(Overlay.PROD);

    @ParameterizedTest
    @FieldSource("SERVICES")
    void everythingThatRunsIsCopied(String service) throws IOException {
        Path packaged = Checkout.module(service).resolve("target/quarkus-app");
        Set<Path> copied = new TreeSet<>();
        for (Dockerfile.Instruction copy : Dockerfile.of(service).all("COPY")) {
            List<String> words = copy.words().toList();
            Path source = Checkout.module(service).resolve(words.get(0)).normalize();
            assertTrue(Files.exists(source), source + " is not there: is the service packaged?");
            // A folder becomes the folder of that name; what is copied to "./" keeps its own.
            Path target = Path.of(words.get(1)).resolve(words.get(1).equals("./") ? source.getFileName() : Path.of(""));
            assertEquals(packaged.relativize(source), target.normalize());
            copied.addAll(files(source));
        }
        Set<Path> made = files(packaged);
        // A list for tools, which nothing that runs reads.
        made.remove(packaged.resolve("quarkus-app-dependencies.txt"));
        assertEquals(made, copied);
    }

    /** What every build writes by itself, and nothing here applies. */
    @ParameterizedTest
    @FieldSource("SERVICES")
    void theGeneratedManifestsAgree(String service) throws IOException {
        List<ObjectNode> generated =
                Yaml.documents(Source.text(Checkout.module(service).resolve("target/kubernetes/kubernetes.yml")));
        assertEquals(
                Set.of("Deployment", "Service"),
                generated.stream().map(object -> object.path("kind").asText()).collect(Collectors.toSet()));
        Container ours = Manifests.container(PROD.services()
                .filter(workload -> Manifests.name(workload).equals(service))
                .findFirst()
                .orElseThrow());
        JsonNode container = generated.stream()
                .map(object -> object.at("/spec/template/spec/containers/0"))
                .filter(found -> !found.isMissingNode())
                .findFirst()
                .orElseThrow();
        assertEquals(
                ours.getPorts().stream().map(port -> port.getContainerPort()).collect(Collectors.toSet()),
                container.findValues("containerPort").stream()
                        .map(JsonNode::asInt)
                        .collect(Collectors.toSet()));
        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            assertEquals(
                    Wiring.port(ours, "management").orElseThrow(),
                    container.path(probe).at("/httpGet/port").asInt());
        }
        assertEquals(
                Manifests.probes(ours)
                        .map(probe -> probe.getHttpGet().getPath())
                        .toList(),
                Stream.of("startupProbe", "readinessProbe", "livenessProbe")
                        .map(probe -> container.path(probe).at("/httpGet/path").asText())
                        .toList());
        generated.forEach(
                object -> assertTrue(object.findValues("initContainers").isEmpty()));
        generated.forEach(object -> assertTrue(object.at("/spec/selector")
                .findValues("app.kubernetes.io/version")
                .isEmpty()));
    }

    private static Set<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
