package io.onefold.launcher.running;

import io.onefold.devstack.Folders;
import io.onefold.devstack.StackInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * The stack and the five services on one folder of state.
 *
 * <p>Processes are remembered in that folder, so another JVM may {@link #attach} to what this one started.
 */
public final class Suite implements AutoCloseable {

    private final SuiteOptions options;
    private final StackProcess stack;
    private final List<ServiceProcess> services;
    private final List<ServiceProcess> replicas = new CopyOnWriteArrayList<>();
    private final List<ServiceKeeper> keepers = new CopyOnWriteArrayList<>();

    private Suite(SuiteOptions options) {
        this.options = options;
        this.stack = new StackProcess(options);
        this.services = Stream.of(ServiceKind.values())
                .map(kind -> new ServiceProcess(kind, options, options.portOffset(), options.portOffset()))
                .toList();
    }

    /** The suite of this folder as it is, running or not. */
    public static Suite attach(SuiteOptions options) {
        return new Suite(options);
    }

    /** By how much the ports of the suite that runs in the folder are moved; empty while nothing of it does. */
    public static OptionalInt runningOffset(SuiteOptions options) {
        Suite suite = new Suite(options);
        try {
            boolean runs =
                    suite.stack.process().isPresent() || suite.services.stream().anyMatch(ServiceProcess::isAlive);
            return runs ? new PortOffsetFile(options.dir()).read() : OptionalInt.empty();
        } catch (IOException e) {
            throw new SuiteException("the development stack in " + suite.options.stackDir() + ": " + e.getMessage(), e);
        }
    }

    /** Starts what does not run yet and returns when all of it is ready. */
    public static Suite start(SuiteOptions options) {
        Suite suite = new Suite(options);
        if (!options.detached()) {
            Runtime.getRuntime().addShutdownHook(new Thread(suite::close, "close-suite"));
        }
        try {
            suite.startAll();
            return suite;
        } catch (RuntimeException e) {
            suite.close();
            throw e;
        }
    }

    public ServiceProcess service(String name) {
        return services.get(ServiceKind.named(name).ordinal());
    }

    public List<ServiceProcess> services() {
        return services;
    }

    public StackProcess stack() {
        return stack;
    }

    /** Where PostgreSQL, Redis and the mail sink are. */
    public StackInfo stackInfo() {
        try {
            return stack.info().orElseThrow(() -> new SuiteException("the development stack does not run"));
        } catch (IOException e) {
            throw new SuiteException("the development stack in " + options.stackDir() + ": " + e.getMessage(), e);
        }
    }

    public SuiteOptions options() {
        return options;
    }

    /** The processes of one service: the first one, and its replicas. */
    public List<ServiceProcess> processes(ServiceKind kind) {
        return Stream.concat(services.stream(), replicas.stream())
                .filter(service -> service.kind() == kind)
                .toList();
    }

    /** One more process of a service on the same database, its ports moved against the first one's; stopped with the suite. */
    public ServiceProcess startReplica(String name, int portOffset) {
        ServiceProcess replica = new ServiceProcess(
                ServiceKind.named(name), options, options.portOffset() + portOffset, options.portOffset());
        replicas.add(replica);
        replica.start();
        return replica;
    }

    /** One more process of every service; they call each other. */
    public void startReplicas(int portOffset) {
        int own = options.portOffset() + portOffset;
        List<ServiceProcess> more = Stream.of(ServiceKind.values())
                .map(kind -> new ServiceProcess(kind, options, own, own))
                .toList();
        more.forEach(ServiceProcess::refuseTakenPorts);
        replicas.addAll(more);
        more.forEach(ServiceProcess::begin);
        for (ServiceProcess replica : more) {
            replica.awaitReady();
            say("ready: " + replica.name() + " (port " + replica.httpPort() + ")");
        }
    }

    /** From now on a service that ends is started again, until the suite is closed. */
    public ServiceKeeper keepServices() {
        List<ServiceProcess> all =
                Stream.concat(services.stream(), replicas.stream()).toList();
        ServiceKeeper keeper = new ServiceKeeper(all, options.progress());
        keepers.add(keeper);
        return keeper;
    }

    /** Stops everything: replicas and services first, so that they can finish their work, then the stack. Does nothing to what is stopped. */
    @Override
    public void close() {
        keepers.forEach(ServiceKeeper::close);
        Stream.concat(replicas.stream(), services.stream()).parallel().forEach(ServiceProcess::stop);
        try {
            stack.stop();
        } catch (IOException e) {
            throw new SuiteException("the development stack does not stop: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void startAll() {
        long start = System.nanoTime();
        if (options.fresh()) {
            // What a killed predecessor left behind would go on with connections to data that is thrown away.
            services.forEach(ServiceProcess::stop);
        }
        services.forEach(ServiceProcess::refuseTakenPorts);
        try {
            if (options.fresh()) {
                stack.stop();
                Folders.delete(options.stackDir());
                Folders.delete(options.filesDir());
            }
            Files.createDirectories(options.dir());
            new PortOffsetFile(options.dir()).write(options.portOffset());
            say("starting PostgreSQL, Redis and the mail sink");
            stack.start();
        } catch (IOException e) {
            throw new SuiteException("the development stack does not start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        say("starting " + services.size() + " services");
        services.forEach(ServiceProcess::begin);
        for (ServiceProcess service : services) {
            service.awaitReady();
            say("ready after %.1f s: %s (port %d)".formatted(seconds(start), service.name(), service.httpPort()));
        }
    }

    private void say(String line) {
        options.progress().accept(line);
    }

    private static double seconds(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
    }

    private static SuiteException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new SuiteException("interrupted", e);
    }
}
