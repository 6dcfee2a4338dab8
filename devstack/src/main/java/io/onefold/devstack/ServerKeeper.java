package io.onefold.devstack;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Starts a server again that ended by itself (killed for want of memory, crashed), on its data and its port: whoever uses it sees an outage
 * that ends. One that ends again and again is given up, since what is wrong with it will not pass.
 */
final class ServerKeeper implements AutoCloseable {

    static final int MOST_RELAPSES = 5;

    /** Who lives that long has started well: its next end is the first one again. */
    static final Duration SETTLED = Duration.ofSeconds(10);

    private static final long LOOK_MILLIS = 100;
    private static final long FIRST_PAUSE_MILLIS = 250;

    private final Server server;
    private final Consumer<String> lines;
    private final CompletableFuture<String> givenUp = new CompletableFuture<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    ServerKeeper(Server server, Consumer<String> lines) {
        this.server = server;
        this.lines = lines;
        this.thread = new Thread(this::run, "keep-" + server.name());
        thread.setDaemon(true);
        thread.start();
    }

    /** Completes with the reason when the server is not started any more. */
    CompletableFuture<String> givenUp() {
        return givenUp;
    }

    private void run() {
        try {
            keep();
        } catch (IOException | RuntimeException e) {
            givenUp.complete(server.name() + " cannot be watched: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep() throws IOException, InterruptedException {
        int relapses = 0;
        String why = "it ended each time soon after its start";
        while (relapses < MOST_RELAPSES) {
            long since = System.nanoTime();
            if (isClosedBeforeItEnds()) {
                return;
            }
            relapses = System.nanoTime() - since > SETTLED.toNanos() ? 1 : relapses + 1;
            // The first time at once; later ones give it time for what hinders it to pass.
            if (relapses > 1 && isClosedWithin(FIRST_PAUSE_MILLIS << relapses)) {
                return;
            }
            lines.accept("%s ended by itself; starting it again, attempt %d".formatted(server.name(), relapses));
            why = startAgain().orElse(why);
        }
        givenUp.complete("%s ended %d times in a row and is not started again: %s; see %s"
                .formatted(server.name(), relapses, why, server.log()));
    }

    /** Asked again and again: the server may be no child of this JVM, and then nobody tells when it ends. */
    private boolean isClosedBeforeItEnds() throws IOException, InterruptedException {
        while (server.process().isPresent()) {
            if (isClosedWithin(LOOK_MILLIS)) {
                return true;
            }
        }
        return isClosedWithin(0);
    }

    private boolean isClosedWithin(long millis) throws InterruptedException {
        return closing.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Why it could not be started, if so. */
    private Optional<String> startAgain() throws InterruptedException {
        try {
            server.start();
            lines.accept(server.name() + " runs again");
            return Optional.empty();
        } catch (IOException | StackException e) {
            String why = String.valueOf(e.getMessage());
            lines.accept(server.name() + " did not start: " + why);
            return Optional.of(why);
        }
    }

    /** From here on an end is nobody's concern; what is being started is through, so that it can be stopped whole. */
    @Override
    public void close() throws InterruptedException {
        closing.countDown();
        thread.join();
    }
}
