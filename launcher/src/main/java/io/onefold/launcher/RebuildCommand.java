package io.onefold.launcher;

import io.onefold.launcher.client.SuiteClient;
import io.onefold.launcher.rebuild.Rebuild;
import io.onefold.launcher.running.ServiceKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Derives the projections of the suite that is up anew from their truths. */
@Command(
        name = "rebuild",
        description =
                "Derives what the services of the suite that is up derive anew from their truths, for the workspace dev, while"
                        + " they go on. The exit code is 0 when nothing differed, 1 when something did and was corrected.")
final class RebuildCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "SERVICE",
            description = "ingestion, identity, profile, segment or activation; all, in this order, when none is named")
    private List<String> names = new ArrayList<>();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private SuiteFlags flags = new SuiteFlags();

    @Override
    public Integer call() {
        List<ServiceKind> services = names.isEmpty()
                ? List.of(ServiceKind.values())
                : names.stream().map(this::named).toList();
        try (SuiteClient client = new SuiteClient(flags.options().portOffset())) {
            Rebuild rebuild = new Rebuild(client, System.out::println);
            long corrected = services.stream()
                    .mapToLong(service -> rebuild.run(service).corrected())
                    .sum();
            System.out.println(
                    corrected == 0
                            ? "everything is what follows from the truths"
                            : "%,d rows differed and are corrected".formatted(corrected));
            return corrected == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private ServiceKind named(String name) {
        return Arrays.stream(ServiceKind.values())
                .filter(kind -> name.equals(kind.shortName()) || name.equals(kind.shortName() + "-service"))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(),
                        "SERVICE is ingestion, identity, profile, segment or activation, not " + name));
    }
}
