package io.onefold.k8s.rules;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the API server refuses although the model takes it. */
final class Shape {
    private static final String NAME = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
    private static final String PORT_NAME = "(?=.*[a-z])[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?";

    private Shape() {}

    static Stream<String> names(Manifests manifests) {
        Stream<String> objects = manifests.objects().stream()
                .map(object -> Objects.requireNonNullElse(object.getMetadata().getName(), ""))
                .filter(name -> !name.matches(NAME))
                .map(name -> "no name of an object: " + name);
        Stream<String> ports = manifests
                .workloads()
                .map(Manifests::container)
                .flatMap(container -> container.getPorts().stream())
                .map(port -> Objects.requireNonNullElse(port.getName(), ""))
                .filter(name -> !name.matches(PORT_NAME))
                .map(name -> "no name of a port: " + name);
        return Stream.concat(objects, ports);
    }

    static Stream<String> choices(Manifests manifests) {
        return Stream.of(
                        manifests.all(Service.class).flatMap(Shape::ofService),
                        manifests.workloads().flatMap(Shape::ofWorkload),
                        manifests
                                .all(PersistentVolumeClaim.class)
                                .flatMap(claim -> claim.getSpec().getAccessModes().stream())
                                .map(mode -> oneOf(
                                        mode, "ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod")))
                .flatMap(complaints -> complaints)
                .filter(complaint -> !complaint.isEmpty());
    }

    private static Stream<String> ofService(Service service) {
        return Stream.concat(
                Stream.of(oneOf(service.getSpec().getType(), "ClusterIP", "ExternalName", "NodePort", "LoadBalancer")),
                service.getSpec().getPorts().stream()
                        .map(ServicePort::getProtocol)
                        .map(protocol -> oneOf(protocol, "TCP", "UDP", "SCTP")));
    }

    private static Stream<String> ofWorkload(Deployment workload) {
        Container container = Manifests.container(workload);
        return Stream.concat(
                Stream.of(
                        oneOf(container.getImagePullPolicy(), "Always", "IfNotPresent", "Never"),
                        oneOf(
                                workload.getSpec().getStrategy() == null
                                        ? null
                                        : workload.getSpec().getStrategy().getType(),
                                "RollingUpdate",
                                "Recreate")),
                Manifests.probes(container)
                        .map(Probe::getHttpGet)
                        .filter(Objects::nonNull)
                        .map(HTTPGetAction::getScheme)
                        .map(scheme -> oneOf(scheme, "HTTP", "HTTPS")));
    }

    /** Absent is the default, and well. */
    private static String oneOf(@Nullable String value, String... choices) {
        return value == null || Set.of(choices).contains(value) ? "" : value + " is none of " + List.of(choices);
    }

    /** A text is a percentage here, and the name of a port there; a number in quotes is neither. */
    static Stream<String> intOrStrings(Manifests manifests) {
        Stream<IntOrString> rollout = manifests
                .workloads()
                .map(workload -> workload.getSpec().getStrategy())
                .filter(strategy -> strategy != null && strategy.getRollingUpdate() != null)
                .flatMap(strategy -> amounts(strategy.getRollingUpdate()));
        Stream<IntOrString> ports = Stream.concat(
                manifests
                        .all(Service.class)
                        .flatMap(service -> service.getSpec().getPorts().stream())
                        .map(ServicePort::getTargetPort),
                manifests
                        .workloads()
                        .map(Manifests::container)
                        .flatMap(Manifests::probes)
                        .map(Probe::getHttpGet)
                        .filter(Objects::nonNull)
                        .map(HTTPGetAction::getPort));
        return Stream.concat(
                texts(rollout, "\\d+%").map(text -> "no number and no percentage: \"" + text + '"'),
                texts(ports, PORT_NAME).map(text -> "no number and no name of a port: \"" + text + '"'));
    }

    private static Stream<IntOrString> amounts(RollingUpdateDeployment update) {
        return Stream.of(update.getMaxSurge(), update.getMaxUnavailable());
    }

    private static Stream<String> texts(Stream<IntOrString> values, String wanted) {
        return values.filter(Objects::nonNull)
                .map(IntOrString::getStrVal)
                .filter(text -> text != null && !text.matches(wanted));
    }
}
