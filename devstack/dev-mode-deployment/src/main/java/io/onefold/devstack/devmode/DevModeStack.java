package io.onefold.devstack.devmode;

import io.onefold.devstack.DetachedStack;
import io.onefold.devstack.StackConfig;
import io.onefold.devstack.StackInfo;
import io.quarkus.bootstrap.model.ApplicationModel;
import io.quarkus.deployment.IsDevelopment;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.DevServicesResultBuildItem;
import io.quarkus.deployment.pkg.builditem.CurateOutcomeBuildItem;
import io.quarkus.deployment.pkg.builditem.OutputTargetBuildItem;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the stack of this checkout, or starts it, before a service comes up in dev mode, and tells the service where it is.
 *
 * <p>It runs as a process of its own: it serves every service in dev mode and {@code ./onefold up} alike, and {@code ./onefold down} ends it.
 */
final class DevModeStack {

    private static final String SUFFIX = "-service";

    @BuildStep(onlyIf = IsDevelopment.class)
    DevServicesResultBuildItem stack(OutputTargetBuildItem target, CurateOutcomeBuildItem outcome)
            throws IOException, InterruptedException {
        ApplicationModel application = outcome.getApplicationModel();
        Path stackDir = checkout(target.getOutputDirectory()).resolve(".onefold/dev/stack");
        StackInfo stack = DetachedStack.findOrStart(stackDir, classPath(application));
        return DevServicesResultBuildItem.discovered()
                .name("onefold-devstack")
                .description("the development stack in " + stackDir)
                .containerId(Long.toString(stack.pid()))
                .config(config(stack, application.getAppArtifact().getArtifactId()))
                .build();
    }

    private static Map<String, String> config(StackInfo stack, String artifact) {
        Map<String, String> config = new HashMap<>(StackConfig.mailer(stack));
        config.put("quarkus.redis.hosts", stack.redisUrl());
        if (artifact.endsWith(SUFFIX)) {
            String area = artifact.substring(0, artifact.length() - SUFFIX.length());
            config.putAll(StackConfig.datasource(stack.postgres(), "onefold_" + area));
        }
        return config;
    }

    /** The folder with {@code .mvn} in it: Maven's own idea of where a project of several modules begins. */
    private static Path checkout(Path inside) throws IOException {
        for (@Nullable Path dir = inside.toAbsolutePath(); dir != null; dir = dir.getParent()) {
            if (Files.isDirectory(dir.resolve(".mvn"))) {
                return dir;
            }
        }
        throw new IOException("no folder above " + inside + " holds .mvn");
    }

    /** Everything that Quarkus found for the application and its build, the stack's own jars among it. */
    private static String classPath(ApplicationModel application) {
        return application.getDependencies().stream()
                .flatMap(dependency -> dependency.getResolvedPaths().stream())
                .map(Path::toString)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }
}
