package io.onefold.launcher.survival;

import java.io.IOException;

/** Something that can be killed, or emptied, and comes back. */
interface Victim {

    String name();

    /** Whether all of it is there and works. */
    boolean isReady();

    /** Kills it and sees that it has ended by that; says which process it was. */
    String strike() throws IOException;

    /** Progress was made since: what was left dead until then may come back. */
    default void comeBack() {}
}
