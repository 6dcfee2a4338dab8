package io.onefold.launcher;

import io.onefold.launcher.running.ServiceProcess;
import io.onefold.launcher.running.Suite;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Starts what does not run yet, and leaves it running. */
@Command(name = "up", description = "Starts the stack and the five services and leaves them running; data is kept.")
final class UpCommand implements Runnable {

    @Mixin
    private SuiteFlags flags = new SuiteFlags();

    @Override
    public void run() {
        Suite before = Suite.attach(flags.options());
        if (before.services().stream().allMatch(ServiceProcess::isReady)
                && before.services().stream().allMatch(ServiceProcess::isAlive)) {
            System.out.println("already up");
            StatusCommand.print(before);
            return;
        }
        StatusCommand.print(Suite.start(flags.options()));
    }
}
