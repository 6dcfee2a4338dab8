package io.onefold.launcher.survival;

import io.onefold.launcher.running.Suite;
import java.util.function.Consumer;

/** What is killed in the course of a run, which tells how far it is. */
public interface Killing extends AutoCloseable {

    /** So many rows were sent; holds up who is a step ahead of the kills. */
    default void sent(int rows) {}

    /** All is sent. */
    default void allSent() throws InterruptedException {}

    /** The campaign's messages are going out, or have been. */
    default void messagesStarted() throws InterruptedException {}

    /** How many mails at the most were under way in what was killed, and may have arrived without anybody having noted it. */
    default int mailsInDoubt() {
        return 0;
    }

    @Override
    default void close() {}

    /**
     * @param rounds in how many rounds everything is killed during the import; 0 kills nothing at all
     * @param rows that the import sends
     */
    static Killing of(Suite suite, int rounds, int rows, Consumer<String> lines) {
        return rounds == 0 ? new Killing() {} : new Killer(suite, rounds, rows, lines);
    }
}
