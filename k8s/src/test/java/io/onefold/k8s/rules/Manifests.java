package io.onefold.k8s.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.onefold.k8s.render.Checkout;
import io.onefold.k8s.render.Overlay;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The objects of one rendering.
 *
 * @param outside the Secrets that are there without it, by name and key
 */
public record Manifests(List<HasMetadata> objects, Map<String, Map<String, String>> outside) {

    public static Manifests of(Collection<ObjectNode> rendered, Map<String, Map<String, String>> outside) {
        return new Manifests(rendered.stream().map(StrictReader::read).toList(), outside);
    }

    static Manifests of(Overlay overlay) {
        return of(overlay.render(), outside(overlay));
    }

    /** Development brings its Secrets; those of production are the operator's. */
    static Map<String, Map<String, String>> outside(Overlay overlay) {
        return overlay.isProduction() ? OperatorSecrets.needed().secrets() : Map.of();
    }

    <T extends HasMetadata> Stream<T> all(Class<T> kind) {
        return objects.stream().filter(kind::isInstance).map(kind::cast);
    }

    public <T extends HasMetadata> Optional<T> find(Class<T> kind, String name) {
        return all(kind).filter(object -> name(object).equals(name)).findFirst();
    }

    Stream<Deployment> workloads() {
        return all(Deployment.class);
    }

    /** Those of the suite: without the servers of the dev overlay. */
    public Stream<Deployment> services() {
        return workloads().filter(workload -> Checkout.SERVICES.contains(name(workload)));
    }

    public static String name(HasMetadata object) {
        return object.getMetadata().getName();
    }

    static PodSpec pod(Deployment workload) {
        return workload.getSpec().getTemplate().getSpec();
    }

    /** Every pod has one container; a second would be overlooked by the rules. */
    public static Container container(Deployment workload) {
        PodSpec pod = pod(workload);
        if (pod.getContainers().size() != 1 || !pod.getInitContainers().isEmpty()) {
            throw new IllegalStateException("the rules are written for one container: " + name(workload));
        }
        return pod.getContainers().get(0);
    }

    static Stream<Probe> probes(Container container) {
        return Stream.of(container.getStartupProbe(), container.getReadinessProbe(), container.getLivenessProbe())
                .filter(probe -> probe != null);
    }
}
