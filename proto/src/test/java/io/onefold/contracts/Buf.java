package io.onefold.contracts;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** buf, on machines that have it, and our protos laid out as it wants them. */
final class Buf {
    private static final String RULES = "buf/validate/validate.proto";

    private final Path executable;

    private Buf(Path executable) {
        this.executable = executable;
    }

    static Optional<Buf> onThePath() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "buf"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Buf::new);
    }

    /** Fails with what buf says when it is not content. */
    void run(Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(executable.toString()));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        Protoc.run(command);
    }

    /** Our protos beside those that they import, which lie in a jar, and are nobody's here to lint. */
    static void layOut(Path workspace) throws IOException {
        Path ours = workspace.resolve("onefold");
        for (Path proto : Protoc.files(Protoc.PROTOS)) {
            copy(proto, ours.resolve(Protoc.PROTOS.relativize(proto)));
        }
        Path validate = workspace.resolve("validate").resolve(RULES);
        Files.createDirectories(Objects.requireNonNull(validate.getParent()));
        try (InputStream in = Objects.requireNonNull(Buf.class.getResourceAsStream("/" + RULES))) {
            Files.copy(in, validate);
        }
        Files.writeString(workspace.resolve("buf.yaml"), rules().replace("  - path: .\n", """
                                  - path: onefold
                                  - path: validate
                                    lint:
                                      ignore: [validate]
                                """));
    }

    /** What src/main/proto/buf.yaml says. */
    static String rules() throws IOException {
        return Files.readString(Protoc.PROTOS.resolve("buf.yaml"));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(Objects.requireNonNull(to.getParent()));
        Files.copy(from, to);
    }
}
