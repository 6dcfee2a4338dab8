package io.onefold.identity.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rules of a deployment.
 *
 * @param byWorkspace the rules of each workspace; {@link #OTHERS} holds for those that have none of their own
 */
record RuleFile(Map<String, RuleSet> byWorkspace) {
    static final String OTHERS = "*";

    private static final String CLASSPATH = "classpath:";
    private static final String WORKSPACE = "[a-z][a-z0-9-]{0,31}";

    RuleFile {
        byWorkspace = Map.copyOf(byWorkspace);
    }

    RuleSet of(String workspace) {
        RuleSet own = byWorkspace.get(workspace);
        return own != null ? own : Objects.requireNonNull(byWorkspace.get(OTHERS), "every file has a default");
    }

    /** @param location a path, or {@code classpath:} and a resource */
    static RuleFile read(String location) {
        try {
            return parse(text(location));
        } catch (IOException e) {
            throw new UncheckedIOException("the identity rules cannot be read from " + location, e);
        } catch (RuntimeException e) {
            throw new IllegalStateException("the identity rules in %s: %s".formatted(location, e.getMessage()), e);
        }
    }

    private static String text(String location) throws IOException {
        if (!location.startsWith(CLASSPATH)) {
            return Files.readString(Path.of(location));
        }
        String resource = location.substring(CLASSPATH.length());
        try (InputStream stream = Objects.requireNonNull(
                Thread.currentThread().getContextClassLoader().getResourceAsStream(resource),
                () -> "there is no resource " + resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static RuleFile parse(String text) {
        if (!(RuleSet.yaml().load(text) instanceof Map<?, ?> file)
                || !Set.of("default", "workspaces").containsAll(file.keySet())
                || !file.containsKey("default")) {
            throw new IllegalArgumentException("the file holds `default:` and, if wanted, `workspaces:`");
        }
        Map<String, RuleSet> byWorkspace = new TreeMap<>();
        byWorkspace.put(OTHERS, RuleSet.of(Objects.requireNonNull(file.get("default"), "default is empty")));
        Object named = file.get("workspaces");
        if (named != null && !(named instanceof Map<?, ?>)) {
            throw new IllegalArgumentException("workspaces is a map from a workspace to its rules");
        }
        if (named instanceof Map<?, ?> workspaces) {
            workspaces.forEach((workspace, rules) -> {
                String name = String.valueOf(workspace);
                if (!name.matches(WORKSPACE)) {
                    throw new IllegalArgumentException("`%s` is not the name of a workspace".formatted(name));
                }
                byWorkspace.put(name, RuleSet.of(rules));
            });
        }
        return new RuleFile(byWorkspace);
    }
}
