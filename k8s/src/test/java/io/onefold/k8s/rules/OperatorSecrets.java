package io.onefold.k8s.rules;

import io.onefold.devstack.Folders;
import io.onefold.k8s.render.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What an operator has after the commands of README.md: they are run, with a kubectl that writes down what it is told.
 *
 * @param secrets by name and key
 * @param sql what they wrote for PostgreSQL
 * @param said what they told the operator
 */
public record OperatorSecrets(Map<String, Map<String, String>> secrets, String sql, String said) {
    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final String CREATE = "create secret generic";
    private static final String LITERAL = "--from-literal=";
    private static final int SECONDS = 30;

    private static final String KUBECTL = """
            #!/bin/sh
            for argument; do printf '%s\\n' "$argument"; done >>"$TOLD"
            echo >>"$TOLD"
            echo "something created"
            """;

    /** Without these nothing starts. */
    public static OperatorSecrets needed() {
        return run(blocks().get(0));
    }

    /** Those that an installation may have as well. */
    static OperatorSecrets optional() {
        return run(blocks().get(1));
    }

    private static List<String> blocks() {
        try {
            List<String> blocks = BLOCK.matcher(Files.readString(Checkout.MANIFESTS.resolve("README.md")))
                    .results()
                    .map(block -> block.group(1))
                    .filter(block -> block.contains(CREATE))
                    .toList();
            if (blocks.size() != 2) {
                throw new IllegalStateException("README.md has two blocks of commands with Secrets, not " + blocks);
            }
            return blocks;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OperatorSecrets run(String commands) {
        try {
            Path folder = Files.createTempDirectory("operator-");
            try {
                return run(commands, folder);
            } finally {
                Folders.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static OperatorSecrets run(String commands, Path folder) throws IOException, InterruptedException {
        Path kubectl = Files.writeString(folder.resolve("kubectl"), KUBECTL);
        if (!kubectl.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + kubectl + " executable");
        }
        Path told = folder.resolve("told");
        Path said = folder.resolve("said");
        ProcessBuilder shell = new ProcessBuilder("sh", "-eu", "-c", commands)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        shell.environment().merge("PATH", folder.toString(), (path, own) -> own + ":" + path);
        shell.environment().put("TOLD", told.toString());
        Process process = shell.start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("the commands of README.md fail: " + Files.readString(said));
        }
        Path sql = folder.resolve("databases.sql");
        return new OperatorSecrets(
                secrets(Files.readString(told)),
                Files.exists(sql) ? Files.readString(sql) : "",
                Files.readString(said));
    }

    private static Map<String, Map<String, String>> secrets(String told) {
        Map<String, Map<String, String>> secrets = new HashMap<>();
        for (String call : told.strip().split("\n\n", -1)) {
            List<String> arguments = List.of(call.split("\n", -1));
            if (!String.join(" ", arguments).contains(CREATE)) {
                throw new IllegalStateException("not understood: kubectl " + arguments);
            }
            Map<String, String> data = new HashMap<>();
            arguments.stream()
                    .filter(argument -> argument.startsWith(LITERAL))
                    .map(argument -> argument.substring(LITERAL.length()).split("=", 2))
                    .forEach(pair -> data.put(pair[0], pair[1]));
            secrets.put(arguments.get(arguments.indexOf("generic") + 1), data);
        }
        return secrets;
    }
}
