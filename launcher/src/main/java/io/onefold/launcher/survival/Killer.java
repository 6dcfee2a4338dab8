package io.onefold.launcher.survival;

import io.onefold.devstack.StackException;
import io.onefold.devstack.Wait;
import io.onefold.launcher.running.Suite;
import io.onefold.launcher.running.SuiteException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Kills everything in turn: in rounds spread over the import, one after the other and each time with everything there; once more all at once
 * as soon as all is sent; and once all at once while a message is under way. Each kill is verified, and one that did not happen fails the run. What was killed is started again by those who keep it.
 */
final class Killer implements Killing {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** The default of onefold.activation.runners: so many mails are worked on at once. */
    private static final int RUNNERS = 4;

    private final List<Victim> victims;
    private final KillPlan plan;
    private final Consumer<String> lines;
    private final MessagesUnderWay messages;
    private final Thread duringImport = new Thread(this::killDuringImport, "killer");
    private final Thread duringDeliveries = new Thread(this::killDuringDeliveries, "killer-of-deliveries");
    private final Map<String, Integer> kills = new TreeMap<>();

    /** Guarded by this, as the two below. */
    private int sent;

    /** The kill that everything is ready for. */
    private int next;

    private @Nullable Throwable failure;

    Killer(Suite suite, int rounds, int rows, Consumer<String> lines) {
        this.victims = Victims.of(suite, suite.keepServices());
        this.plan = new KillPlan(rounds, victims.size(), rows);
        this.lines = lines;
        this.messages = new MessagesUnderWay(suite.stackInfo());
        for (Thread thread : List.of(duringImport, duringDeliveries)) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    @Override
    public synchronized void sent(int rows) {
        sent = Math.max(sent, rows);
        notifyAll();
        try {
            while (failure == null && next < plan.kills() && sent >= plan.limit(next)) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SuiteException("interrupted while everything was being killed", e);
        }
        failOnFailure();
    }

    /** Kills everything at once, while the services after ingestion still work on what was sent. */
    @Override
    public void allSent() throws InterruptedException {
        duringImport.join();
        failOnFailure();
        everythingAtOnce("all is sent");
    }

    /** Returns when everything was killed while a message was under way, and is there again. */
    @Override
    public void messagesStarted() throws InterruptedException {
        duringDeliveries.join(PATIENCE.toMillis());
        if (duringDeliveries.isAlive()) {
            throw new SuiteException("no message was seen under way: nothing was killed meanwhile");
        }
        failOnFailure();
        awaitAllReady();
        lines.accept("killed, each one verified: " + kills);
    }

    /** Activation's, and PostgreSQL's, which keeps the note: each time one for each runner. */
    @Override
    public synchronized int mailsInDoubt() {
        return RUNNERS * (kills.getOrDefault("activation", 0) + kills.getOrDefault("postgres", 0));
    }

    private void killDuringImport() {
        try {
            for (int kill = 0; kill < plan.kills(); kill++) {
                awaitSent(plan.due(kill));
                strike(victims.get(kill % victims.size()));
                // Of two replicas the dead one stays dead meanwhile: the other does all the work for half a step.
                awaitSent(plan.limit(kill));
                awaitAllReady();
                goOn();
            }
        } catch (InterruptedException | RuntimeException e) {
            fail(e);
        }
    }

    private void killDuringDeliveries() {
        try {
            String seen = messages.awaitOne();
            everythingAtOnce(seen);
        } catch (InterruptedException | RuntimeException e) {
            fail(e);
        }
    }

    private void everythingAtOnce(String when) throws InterruptedException {
        lines.accept("  killing everything at once: " + when);
        for (Victim victim : victims) {
            strike(victim);
        }
    }

    /** One at a time: of two replicas one is to live. */
    private void strike(Victim victim) throws InterruptedException {
        synchronized (victims) {
            victims.forEach(Victim::comeBack);
            awaitReady(victim);
            try {
                struck(victim, victim.strike());
            } catch (IOException e) {
                throw new SuiteException("killing " + victim.name() + ": " + e.getMessage(), e);
            }
        }
    }

    private synchronized void struck(Victim victim, String which) {
        kills.merge(victim.name(), 1, Integer::sum);
        lines.accept("  killed after %,d rows: %s".formatted(sent, which));
    }

    private void awaitAllReady() throws InterruptedException {
        victims.forEach(Victim::comeBack);
        for (Victim victim : victims) {
            awaitReady(victim);
        }
    }

    private static void awaitReady(Victim victim) throws InterruptedException {
        try {
            Wait.until(PATIENCE, victim.name() + " is ready", victim::isReady);
        } catch (StackException late) {
            throw new SuiteException("after a kill: " + late.getMessage(), late);
        }
    }

    private synchronized void awaitSent(int rows) throws InterruptedException {
        while (sent < rows) {
            wait();
        }
    }

    private synchronized void goOn() {
        next++;
        notifyAll();
    }

    private synchronized void fail(Throwable why) {
        failure = why;
        notifyAll();
    }

    private synchronized void failOnFailure() {
        Throwable why = failure;
        if (why != null) {
            throw new SuiteException("killing failed: " + why.getMessage(), why);
        }
    }

    @Override
    public void close() {
        duringImport.interrupt();
        duringDeliveries.interrupt();
    }
}
