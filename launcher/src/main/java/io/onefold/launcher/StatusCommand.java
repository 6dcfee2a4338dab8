package io.onefold.launcher;

import io.onefold.devstack.StackInfo;
import io.onefold.launcher.running.Memory;
import io.onefold.launcher.running.ServiceProcess;
import io.onefold.launcher.running.StackProcess;
import io.onefold.launcher.running.Suite;
import io.onefold.launcher.running.SuiteException;
import io.onefold.launcher.status.Looks;
import io.onefold.launcher.status.Sight;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Shows what runs, how far each service is behind, and what is wrong. */
@Command(
        name = "status",
        description = {
            "Shows what runs: rates over one second, the items that are known to wait in the feeds that a service reads, how far"
                    + " behind real time it is, and what somebody should look at.",
            "The exit code is 0 when everything is ready."
        })
final class StatusCommand implements Callable<Integer> {

    private static final String ROW = "%-16s %8s %6s  %-7s %8s  %15s %8s %9s  %s%n";
    private static final long MEGA = 1024 * 1024;

    @Mixin
    private SuiteFlags flags = new SuiteFlags();

    @Override
    public Integer call() {
        Suite suite = Suite.attach(flags.options());
        print(suite);
        boolean ready = isReady(suite.stack())
                && suite.services().stream().allMatch(service -> service.isAlive() && service.isReady());
        return ready ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    static void print(Suite suite) {
        System.out.printf(ROW, "name", "pid", "port", "health", "memory", "rate", "lag", "behind", "to look at");
        try {
            printStack(suite.stack());
        } catch (IOException e) {
            throw new SuiteException("the development stack: " + e.getMessage(), e);
        }
        Map<ServiceProcess, Sight> sights = Looks.at(suite.services());
        suite.services().forEach(service -> printService(service, Optional.ofNullable(sights.get(service))));
    }

    private static void printStack(StackProcess stack) throws IOException {
        Optional<StackInfo> info = stack.info();
        Map<String, ProcessHandle> servers = stack.servers();
        printRow("mail sink", stack.process(), info.map(StackInfo::smtpPort), health(info, running -> true));
        printRow(
                "postgres",
                Optional.ofNullable(servers.get("postgres")),
                info.map(StackInfo::postgres).map(postgres -> postgres.port()),
                health(info, StackInfo::isPostgresReady));
        printRow(
                "redis",
                Optional.ofNullable(servers.get("redis")),
                info.map(StackInfo::redisUrl).map(url -> URI.create(url).getPort()),
                health(info, StackInfo::isRedisReady));
    }

    /** Asked of the server itself: one that was killed is away for a moment while the stack goes on. */
    private static String health(Optional<StackInfo> info, Predicate<StackInfo> ready) {
        return info.map(stack -> ready.test(stack) ? "ready" : "not yet").orElse("down");
    }

    private static boolean isReady(StackProcess stack) {
        try {
            return stack.info()
                    .filter(info -> info.isPostgresReady() && info.isRedisReady())
                    .isPresent();
        } catch (IOException e) {
            throw new SuiteException("the development stack: " + e.getMessage(), e);
        }
    }

    private static void printService(ServiceProcess service, Optional<Sight> sight) {
        Optional<ProcessHandle> process = service.process();
        String health = process.isEmpty() ? "down" : service.isReady() ? "ready" : "not yet";
        printRow(service.name(), process, Optional.of(service.httpPort()), health, sight);
    }

    private static void printRow(String name, Optional<ProcessHandle> process, Optional<Integer> port, String health) {
        printRow(name, process, port, health, Optional.empty());
    }

    private static void printRow(
            String name,
            Optional<ProcessHandle> process,
            Optional<Integer> port,
            String health,
            Optional<Sight> sight) {
        OptionalLong memory = process.map(Memory::residentOfTree).orElse(OptionalLong.empty());
        System.out.printf(
                ROW,
                name,
                process.map(handle -> Long.toString(handle.pid())).orElse("-"),
                port.map(number -> Integer.toString(number)).orElse("-"),
                health,
                memory.isPresent() ? memory.getAsLong() / MEGA + " MB" : "-",
                sight.map(StatusCommand::rate).orElse("-"),
                sight.map(seen -> Long.toString(seen.lag())).orElse("-"),
                sight.map(StatusCommand::behind).orElse("-"),
                sight.map(seen -> String.join(", ", seen.troubles())).orElse(""));
    }

    private static String rate(Sight sight) {
        return sight.rate().isPresent() ? "%.0f %s".formatted(sight.rate().getAsDouble(), sight.unit()) : "-";
    }

    private static String behind(Sight sight) {
        return sight.behind().isPresent() ? "%.1f s".formatted(sight.behind().getAsDouble()) : "-";
    }
}
