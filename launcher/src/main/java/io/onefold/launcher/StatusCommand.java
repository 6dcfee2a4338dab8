package io.onefold.launcher;

import io.onefold.devstack.StackInfo;
import io.onefold.launcher.running.Memory;
import io.onefold.launcher.running.ServiceProcess;
import io.onefold.launcher.running.StackProcess;
import io.onefold.launcher.running.Suite;
import io.onefold.launcher.running.SuiteException;
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

/** Shows what runs. */
@Command(name = "status", description = "Shows what runs; the exit code is 0 when everything is ready.")
final class StatusCommand implements Callable<Integer> {

    private static final String ROW = "%-16s %8s %6s  %-7s %8s%n";
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
        System.out.printf(ROW, "name", "pid", "port", "health", "memory");
        try {
            printStack(suite.stack());
        } catch (IOException e) {
            throw new SuiteException("the development stack: " + e.getMessage(), e);
        }
        suite.services().forEach(StatusCommand::printService);
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

    private static void printService(ServiceProcess service) {
        Optional<ProcessHandle> process = service.process();
        String health = process.isEmpty() ? "down" : service.isReady() ? "ready" : "not yet";
        printRow(service.name(), process, Optional.of(service.httpPort()), health);
    }

    private static void printRow(String name, Optional<ProcessHandle> process, Optional<Integer> port, String health) {
        OptionalLong memory = process.map(Memory::residentOfTree).orElse(OptionalLong.empty());
        System.out.printf(
                ROW,
                name,
                process.map(handle -> Long.toString(handle.pid())).orElse("-"),
                port.map(number -> Integer.toString(number)).orElse("-"),
                health,
                memory.isPresent() ? memory.getAsLong() / MEGA + " MB" : "-");
    }
}
