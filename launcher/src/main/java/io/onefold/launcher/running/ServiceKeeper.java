package io.onefold.launcher.running;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Starts a service again that has ended, however that came, as Kubernetes would: also one that ends while it starts, since PostgreSQL is away. */
public final class ServiceKeeper implements AutoCloseable {
    private static final long LOOK_MILLIS = 100;

    private final List<ServiceProcess> services;
    private final Consumer<String> lines;
    private final Set<ServiceProcess> leftDead = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    ServiceKeeper(List<ServiceProcess> services, Consumer<String> lines) {
        this.services = services;
        this.lines = lines;
        this.thread = new Thread(this::keep, "keep-services");
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on this one is not started again. */
    public void leaveDead(ServiceProcess service) {
        leftDead.add(service);
    }

    public void startAgain(ServiceProcess service) {
        leftDead.remove(service);
    }

    private void keep() {
        try {
            while (!closing.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                services.stream()
                        .filter(service -> !leftDead.contains(service) && !service.isAlive())
                        .forEach(this::begin);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void begin(ServiceProcess service) {
        try {
            service.begin();
        } catch (SuiteException e) {
            // The next look tries again; who waits for the service says so when it takes too long.
            lines.accept(String.valueOf(e.getMessage()));
        }
    }

    /** What it has started by then may be stopped for good. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SuiteException("interrupted while the services' keeper was ending", e);
        }
    }
}
