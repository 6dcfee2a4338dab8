package io.onefold.k8s.rules;

import io.onefold.k8s.render.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A service's Dockerfile, as instructions of one line each. */
record Dockerfile(String service, List<Instruction> instructions) {

    /** One line of it. */
    record Instruction(String name, String arguments) {
        Stream<String> words() {
            return Arrays.stream(arguments.split(" +"));
        }
    }

    static Dockerfile of(String service) {
        try {
            return new Dockerfile(
                    service,
                    Files.readAllLines(Checkout.module(service).resolve("Dockerfile")).stream()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .map(line -> line.split(" ", 2))
                            .map(parts -> new Instruction(parts[0], parts[1]))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Instruction> all(String name) {
        return instructions.stream()
                .filter(instruction -> instruction.name().equals(name))
                .toList();
    }

    String only(String name) {
        List<Instruction> found = all(name);
        if (found.size() != 1) {
            throw new IllegalStateException(
                    "the Dockerfile of " + service + " has " + name + " " + found.size() + " times");
        }
        return found.get(0).arguments();
    }

    /** The number of the user as whom it runs. */
    long user() {
        return Long.parseLong(only("USER").split(":", 2)[0]);
    }

    List<Integer> ports() {
        return all("EXPOSE").stream()
                .flatMap(Instruction::words)
                .map(Integer::valueOf)
                .toList();
    }
}
