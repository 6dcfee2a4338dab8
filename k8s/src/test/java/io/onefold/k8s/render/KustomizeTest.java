package io.onefold.k8s.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the other tests look at is what kubectl makes of the same folders; where there is no kubectl, this is skipped and says so. */
class KustomizeTest {
    @TempDir
    Path temp;

    @ParameterizedTest
    @EnumSource
    void kubectlMakesTheSame(Overlay overlay) throws Exception {
        assumeTrue(onPath("kubectl"), "kubectl is not on the path: renderings are not compared with its own");
        List<ObjectNode> ours = overlay.render();
        String theirs = kubectl(overlay.folder());
        for (String name : generated(ours)) {
            theirs = theirs.replaceAll("\\b" + name + "-[a-z0-9]{10}\\b", name);
        }
        Map<String, ObjectNode> expected = byName(Yaml.documents(theirs));
        assertEquals(expected.keySet(), byName(ours).keySet());
        byName(ours).forEach((name, object) -> assertEquals(expected.get(name), object));
    }

    @Test
    void whatIsNotKnownIsRefused() throws IOException {
        Files.writeString(temp.resolve("kustomization.yaml"), "namePrefix: my-");
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> Kustomize.build(temp))
                .getMessage());
        assertTrue(message.contains("namePrefix"), message);
    }

    private static List<String> generated(Collection<ObjectNode> objects) {
        return objects.stream()
                .filter(object -> List.of("ConfigMap", "Secret")
                        .contains(object.path("kind").asText()))
                .map(object -> object.at("/metadata/name").asText())
                .toList();
    }

    private static Map<String, ObjectNode> byName(Collection<ObjectNode> objects) {
        Map<String, ObjectNode> byName = new TreeMap<>();
        for (ObjectNode object : objects) {
            if (object.path("kind").asText().equals("Secret")) {
                unfold((ObjectNode) object.path("data"));
            }
            byName.put(
                    object.path("kind").asText() + "/"
                            + object.at("/metadata/name").asText(),
                    object);
        }
        assertEquals(objects.size(), byName.size());
        return byName;
    }

    /** Kubectl breaks base64 into lines. */
    private static void unfold(ObjectNode data) {
        data.properties()
                .forEach(entry ->
                        data.put(entry.getKey(), entry.getValue().asText().replace("\n", "")));
    }

    private String kubectl(Path folder) throws IOException, InterruptedException {
        Path out = temp.resolve("out");
        Path errors = temp.resolve("errors");
        Process process = new ProcessBuilder("kubectl", "kustomize", folder.toString())
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "kubectl does not end");
        assertEquals(0, process.exitValue(), () -> text(errors));
        return text(out);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
