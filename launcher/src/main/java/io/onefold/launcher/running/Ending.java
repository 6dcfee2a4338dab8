package io.onefold.launcher.running;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends a process and sees that it has ended. */
final class Ending {

    private static final Duration AFTER_KILL = Duration.ofSeconds(10);

    private Ending() {}

    /** SIGTERM, and SIGKILL where that does not help in time. */
    static void stop(ProcessHandle process, Duration patience) {
        process.destroy();
        if (!hasEnded(process, patience)) {
            kill(process);
        }
    }

    /** SIGKILL. */
    static void kill(ProcessHandle process) {
        process.destroyForcibly();
        if (!hasEnded(process, AFTER_KILL)) {
            throw new SuiteException("process " + process.pid() + " does not end");
        }
    }

    /** SIGKILL to a process that is alive, and to all that it has started; fails when there was nothing to kill any more, or it does not end by it. */
    static void crash(ProcessHandle process) {
        List<ProcessHandle> children = process.descendants().toList();
        if (!process.isAlive() || !process.destroyForcibly()) {
            throw new SuiteException("process " + process.pid() + " was to be killed and had ended before");
        }
        children.forEach(ProcessHandle::destroyForcibly);
        if (!hasEnded(process, AFTER_KILL)) {
            throw new SuiteException("process " + process.pid() + " was killed and does not end");
        }
    }

    private static boolean hasEnded(ProcessHandle process, Duration patience) {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SuiteException("interrupted while process " + process.pid() + " was ending", e);
        } catch (ExecutionException e) {
            throw new SuiteException("waiting for process " + process.pid() + " to end", e);
        }
    }
}
