package io.onefold.contracts;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.ExtensionRegistry;
import io.onefold.proto.type.v1.Access;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The protoc that the build itself brought: it reads the protos with their comments, which generated code leaves out. */
final class Protoc {
    private static final Path TARGET = Path.of("target");
    static final Path PROTOS = Path.of("src/main/proto");

    private Protoc() {}

    /** The descriptors, with comments, of the protos in a folder. */
    static List<FileDescriptorProto> read(Path folder) throws IOException, InterruptedException {
        Path set = Files.createTempFile("onefold", ".protoset");
        try {
            List<String> command = new ArrayList<>(List.of(
                    executable().toString(),
                    "--include_source_info",
                    "--descriptor_set_out=" + set,
                    "--proto_path=" + folder,
                    "--proto_path=" + PROTOS));
            folders(TARGET.resolve("protoc-dependencies")).forEach(path -> command.add("--proto_path=" + path));
            files(folder).forEach(file -> command.add(folder.relativize(file).toString()));
            run(command);
            ExtensionRegistry extensions = ExtensionRegistry.newInstance();
            Access.registerAllExtensions(extensions);
            try (InputStream in = Files.newInputStream(set)) {
                return FileDescriptorSet.parseFrom(in, extensions).getFileList();
            }
        } finally {
            Files.delete(set);
        }
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".proto"))
                    .sorted()
                    .toList();
        }
    }

    private static Path executable() throws IOException {
        try (Stream<Path> built = Files.list(TARGET)) {
            return built.filter(file -> file.getFileName().toString().startsWith("com.google.protobuf-protoc-"))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalStateException("the build has left no protoc in " + TARGET.toAbsolutePath()));
        }
    }

    private static List<Path> folders(Path parent) throws IOException {
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory).sorted().toList();
        }
    }

    static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with\n" + output);
        }
        return output;
    }
}
