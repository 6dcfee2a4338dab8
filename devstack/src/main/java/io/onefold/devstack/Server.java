package io.onefold.devstack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** One server of the stack that is a process of its own. */
interface Server {

    String name();

    /** Where it says what happens to it. */
    Path log();

    /** Returns when it answers, with whatever data it left on its folder. */
    void start() throws IOException, InterruptedException;

    /** Its process while it is alive. */
    Optional<ProcessHandle> process() throws IOException;
}
