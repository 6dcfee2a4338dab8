package io.onefold.k8s.render;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What can be applied: the overlays, and the one of production with the component that its file offers. */
public enum Overlay {
    DEV(false),
    PROD(true),
    PROD_WITH_SHARED_FILES(true);

    private static final String OFFERED = "# components:";

    private final boolean production;

    Overlay(boolean production) {
        this.production = production;
    }

    public boolean isProduction() {
        return production;
    }

    public List<ObjectNode> render() {
        return Kustomize.build(folder());
    }

    Path folder() {
        Path prod = Checkout.MANIFESTS.resolve("overlays/prod");
        return switch (this) {
            case DEV -> Checkout.MANIFESTS.resolve("overlays/dev");
            case PROD -> prod;
            case PROD_WITH_SHARED_FILES -> withOffer(prod);
        };
    }

    /** A copy of the folder in which the line is no comment any more. */
    private static Path withOffer(Path overlay) {
        Path copy = Checkout.MANIFESTS.resolve("target/overlays/prod-with-shared-files");
        try (Stream<Path> files = Files.walk(overlay)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = copy.resolve(overlay.relativize(file));
                Files.createDirectories(to.resolveSibling(""));
                Files.writeString(
                        to,
                        Files.readString(file).replace(OFFERED, "components:").replace("../../", "../../../"));
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
