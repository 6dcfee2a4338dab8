package io.onefold.launcher.e2e;

import io.onefold.launcher.running.Suite;
import io.onefold.launcher.running.SuiteOptions;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Fresh suites for tests, each on ports of its own so that they stand beside whatever runs on this machine. */
final class Runs {
    private static final int FIRST_OFFSET = 3000;
    private static final int STEP = 20;
    private static final AtomicInteger STARTED = new AtomicInteger();

    private Runs() {}

    static Path checkout() {
        return SuiteOptions.standard().root();
    }

    static Suite start(String name) {
        return start(name, options -> options);
    }

    static Suite start(String name, UnaryOperator<SuiteOptions> suited) {
        int offset = FIRST_OFFSET + STEP * STARTED.getAndIncrement();
        return Suite.start(
                suited.apply(SuiteOptions.isolated(checkout().resolve("launcher/target/e2e/" + name), offset)));
    }
}
