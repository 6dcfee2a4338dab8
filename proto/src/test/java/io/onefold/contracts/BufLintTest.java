package io.onefold.contracts;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** buf's own rules on top, as src/main/proto/buf.yaml has them, on machines that have buf. */
class BufLintTest {

    @Test
    void bufHasNothingToSay(@TempDir Path workspace) throws Exception {
        Optional<Buf> buf = Buf.onThePath();
        assumeTrue(buf.isPresent(), "buf is not on the PATH: its lint is skipped");
        Buf.layOut(workspace);
        buf.orElseThrow().run("lint", workspace);
    }
}
