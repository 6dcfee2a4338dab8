package io.onefold.launcher;

import io.onefold.launcher.running.Suite;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops everything and keeps the data. */
@Command(name = "down", description = "Stops the services and the stack; data is kept.")
final class DownCommand implements Runnable {

    @Mixin
    private SuiteFlags flags = new SuiteFlags();

    @Override
    public void run() {
        Suite.attach(flags.options()).close();
        System.out.println("down");
    }
}
