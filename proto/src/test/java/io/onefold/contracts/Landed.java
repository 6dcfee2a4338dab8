package io.onefold.contracts;

import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DurationProto;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TimestampProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The contract as it was landed last, in a file of this checkout, so that a clone without history has it too: names, numbers and types,
 * without comments and limits.
 */
final class Landed {
    static final Path FILE = Path.of("src/test/resources/landed-contract.txtpb");

    private Landed() {}

    static FileDescriptorSet read() throws IOException {
        FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
        TextFormat.getParser().merge(Files.readString(FILE), set);
        return set.build();
    }

    static void write(FileDescriptorSet set) throws IOException {
        Files.createDirectories(Objects.requireNonNull(FILE.getParent()));
        Files.writeString(FILE, TextFormat.printer().printToString(set));
    }

    /** A set of files as it is landed. */
    static FileDescriptorSet bare(List<FileDescriptorProto> files) {
        FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
        for (FileDescriptorProto file : files) {
            FileDescriptorProto.Builder bare =
                    file.toBuilder().clearSourceCodeInfo().clearOptions().clearDependency();
            // Limits are options; without them nobody needs the file that defines them.
            file.getDependencyList().stream()
                    .filter(dependency -> !dependency.startsWith("buf/"))
                    .forEach(bare::addDependency);
            bare.getMessageTypeBuilderList().forEach(Landed::strip);
            bare.getEnumTypeBuilderList()
                    .forEach(type -> type.clearOptions().getValueBuilderList().forEach(value -> value.clearOptions()));
            bare.getServiceBuilderList()
                    .forEach(service ->
                            service.clearOptions().getMethodBuilderList().forEach(method -> method.clearOptions()));
            bare.getExtensionBuilderList().forEach(extension -> extension.clearOptions());
            set.addFile(bare);
        }
        return set.build();
    }

    /** The same with all that it imports, which is what other tools take. */
    static FileDescriptorSet whole(FileDescriptorSet bare) {
        return FileDescriptorSet.newBuilder()
                .addFile(DescriptorProtos.getDescriptor().toProto())
                .addFile(TimestampProto.getDescriptor().toProto())
                .addFile(DurationProto.getDescriptor().toProto())
                .addAllFile(bare.getFileList())
                .build();
    }

    private static void strip(DescriptorProto.Builder message) {
        boolean map = message.getOptions().getMapEntry();
        message.clearOptions();
        if (map) {
            message.getOptionsBuilder().setMapEntry(true);
        }
        message.getFieldBuilderList().forEach(field -> field.clearOptions());
        message.getOneofDeclBuilderList().forEach(oneof -> oneof.clearOptions());
        message.getEnumTypeBuilderList()
                .forEach(type -> type.clearOptions().getValueBuilderList().forEach(value -> value.clearOptions()));
        message.getNestedTypeBuilderList().forEach(Landed::strip);
    }
}
