package io.onefold.launcher;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.onefold.devstack.StackException;
import io.onefold.launcher.running.SuiteException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line. What a command does stands in its own class. */
@Command(
        name = "onefold",
        description = "Runs Onefold on this machine.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            ImportCommand.class,
            RebuildCommand.class,
            DemoCommand.class,
            BenchCommand.class
        })
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((failure, arguments) -> {
                    CommandLine command = failure.getCommandLine();
                    command.getErr().println(failure.getMessage() + " (see " + name(command) + " --help)");
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println(forTheUser(failure).orElseThrow(() -> failure));
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    private static String name(CommandLine command) {
        return "./" + command.getCommandSpec().qualifiedName();
    }

    /** What the user is to know of a failure that has a reason outside the program; empty for a mistake in the program, which needs its trace. */
    private static Optional<String> forTheUser(Throwable failure) {
        if (failure instanceof CompletionException || failure instanceof ExecutionException) {
            return Optional.ofNullable(failure.getCause()).flatMap(Main::forTheUser);
        }
        if (failure instanceof StatusRuntimeException refused) {
            boolean away = refused.getStatus().getCode() == Status.Code.UNAVAILABLE;
            return Optional.of(refused.getMessage() + (away ? "; ./onefold status shows what runs" : ""));
        }
        boolean told = failure instanceof SuiteException
                || failure instanceof StackException
                || failure instanceof UncheckedIOException
                || failure instanceof SQLException;
        return told ? Optional.of(String.valueOf(failure.getMessage())) : Optional.empty();
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
        throw new ParameterException(spec.commandLine(), "which command?");
    }
}
