package io.onefold.k8s.render;

import java.nio.file.Path;
import java.util.List;

/** Where things stand. */
public final class Checkout {
    public static final Path ROOT =
            Path.of(System.getProperty("onefold.root", "..")).toAbsolutePath().normalize();
    public static final Path MANIFESTS = ROOT.resolve("k8s");

    /** In the order of the flow. */
    public static final List<String> SERVICES = List.of("ingestion", "identity", "profile", "segment", "activation");

    private Checkout() {}

    public static Path module(String service) {
        return ROOT.resolve(service + "-service");
    }
}
