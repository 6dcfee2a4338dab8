package io.onefold.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The protos against the contract that was landed last. What is new is landed by
 * {@code ./mvnw -pl proto test -Dtest=LandedContractTest -Donefold.contract.land=true}, which refuses what breaks callers.
 */
class LandedContractTest {
    private static final String LAND = "onefold.contract.land";

    @Test
    void nothingThatWasLandedIsBrokenAndEverythingIsLanded() throws Exception {
        FileDescriptorSet bare = Landed.bare(Protoc.read(Protoc.PROTOS));
        Surface present = Surface.of(bare);
        boolean land = Boolean.getBoolean(LAND);
        if (!land || Files.exists(Landed.FILE)) {
            List<String> breaches = Compatibility.breaches(Surface.of(Landed.read()), present);
            assertTrue(breaches.isEmpty(), () -> "this breaks callers:\n" + String.join("\n", breaches));
        }
        if (land) {
            Landed.write(bare);
        }
        Set<String> added = new TreeSet<>(present.lines());
        added.removeAll(Surface.of(Landed.read()).lines());
        assertTrue(
                added.isEmpty(),
                () -> "new in the contract and not landed yet:\n" + String.join("\n", added)
                        + "\nonce it is as it shall stay: ./mvnw -pl proto test -Dtest=LandedContractTest -D" + LAND
                        + "=true, and commit " + Landed.FILE);
        assertEquals(Surface.of(Landed.read()).lines(), present.lines(), "land it again, see above");
    }
}
