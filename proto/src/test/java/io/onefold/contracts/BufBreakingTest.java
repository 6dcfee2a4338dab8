package io.onefold.contracts;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code buf breaking} against the contract that was landed last, on machines that have buf: a second opinion on {@link Compatibility}. */
class BufBreakingTest {
    @TempDir
    private Path folder;

    private Optional<Buf> buf = Optional.empty();

    @BeforeEach
    void bufIsThere() throws Exception {
        buf = Buf.onThePath();
        assumeTrue(buf.isPresent(), "buf is not on the PATH: its search for what breaks callers is skipped");
        Path workspace = Files.createDirectory(folder.resolve("workspace"));
        Buf.layOut(workspace);
        buf.orElseThrow().run("build", workspace, "-o", folder.resolve("present.binpb"));
    }

    @Test
    void nothingThatWasLandedIsBroken() throws Exception {
        breaking(Landed.read());
    }

    /** The check can fail: a field that was landed as a number, and is a text now. */
    @Test
    void whatIsBrokenIsFound() throws Exception {
        FileDescriptorSet.Builder other = Landed.read().toBuilder();
        other.getFileBuilderList().stream()
                .filter(file -> file.getName().equals("onefold/type/v1/identifier.proto"))
                .forEach(
                        file -> file.getMessageTypeBuilder(0).getFieldBuilder(1).setType(Type.TYPE_INT64));
        IllegalStateException found = assertThrows(IllegalStateException.class, () -> breaking(other.build()));
        assertTrue(String.valueOf(found.getMessage()).contains("Field \"2\" with name \"value\""), found.getMessage());
    }

    private void breaking(FileDescriptorSet landed) throws Exception {
        Path before = folder.resolve("landed.binpb");
        Files.write(before, Landed.whole(landed).toByteArray());
        Path rules = folder.resolve("rules.yaml");
        Files.writeString(rules, Buf.rules().replace("modules:\n  - path: .\n", ""));
        buf.orElseThrow().run("breaking", folder.resolve("present.binpb"), "--against", before, "--config", rules);
    }
}
