package io.onefold.k8s.rules;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What refers to something finds it. */
final class Wiring {
    private static final String VERSION = "app.kubernetes.io/version";

    private Wiring() {}

    static Stream<String> selectors(Manifests manifests) {
        return manifests
                .workloads()
                .filter(workload ->
                        !isSelected(workload, workload.getSpec().getSelector().getMatchLabels()))
                .map(workload -> Manifests.name(workload) + " does not select its own pods");
    }

    private static boolean isSelected(Deployment workload, Map<String, String> selector) {
        return !selector.isEmpty()
                && workload.getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getLabels()
                        .entrySet()
                        .containsAll(selector.entrySet());
    }

    /** A selector cannot be changed: with a version in it the next one could not be applied. */
    static Stream<String> versions(Manifests manifests) {
        return Stream.concat(
                        manifests
                                .workloads()
                                .map(workload ->
                                        workload.getSpec().getSelector().getMatchLabels()),
                        manifests
                                .all(Service.class)
                                .map(service -> service.getSpec().getSelector()))
                .filter(selector -> selector.containsKey(VERSION))
                .map(selector -> "a version in a selector: " + selector);
    }

    static Stream<String> services(Manifests manifests) {
        return manifests
                .all(Service.class)
                .filter(service -> !"ExternalName".equals(service.getSpec().getType()))
                .flatMap(service -> ofService(manifests, service));
    }

    private static Stream<String> ofService(Manifests manifests, Service service) {
        List<Deployment> selected = manifests
                .workloads()
                .filter(workload -> isSelected(workload, service.getSpec().getSelector()))
                .toList();
        if (selected.size() != 1) {
            return Stream.of(
                    "Service " + Manifests.name(service) + " selects " + selected.size() + " workloads, not one");
        }
        Container container = Manifests.container(selected.get(0));
        return service.getSpec().getPorts().stream()
                .filter(port -> !hasPort(container, port.getTargetPort()))
                .map(port -> "Service " + Manifests.name(service) + " aims at a port that is not there: "
                        + port.getTargetPort());
    }

    static boolean hasPort(Container container, IntOrString wanted) {
        return wanted != null
                && container.getPorts().stream()
                        .anyMatch(port -> Objects.equals(port.getName(), wanted.getStrVal())
                                || Objects.equals(port.getContainerPort(), wanted.getIntVal()));
    }

    static Optional<Integer> port(Container container, String name) {
        return container.getPorts().stream()
                .filter(port -> name.equals(port.getName()))
                .map(ContainerPort::getContainerPort)
                .findFirst();
    }

    static Stream<String> references(Manifests manifests) {
        return manifests.workloads().flatMap(workload -> ofWorkload(manifests, workload));
    }

    private static Stream<String> ofWorkload(Manifests manifests, Deployment workload) {
        String account = Manifests.pod(workload).getServiceAccountName();
        Stream<String> accounts = Stream.ofNullable(account)
                .filter(name -> manifests.find(ServiceAccount.class, name).isEmpty())
                .map(name -> "there is no ServiceAccount " + name);
        return Stream.of(
                        accounts,
                        Settings.of(manifests, Manifests.container(workload)).missing().stream(),
                        Manifests.pod(workload).getVolumes().stream().flatMap(volume -> ofVolume(manifests, volume)))
                .flatMap(complaints -> complaints)
                .map(complaint -> Manifests.name(workload) + ": " + complaint);
    }

    private static Stream<String> ofVolume(Manifests manifests, Volume volume) {
        Stream<String> maps = Stream.ofNullable(volume.getConfigMap())
                .filter(map -> !Boolean.TRUE.equals(map.getOptional()))
                .map(map -> map.getName())
                .filter(name -> manifests.find(ConfigMap.class, name).isEmpty())
                .map(name -> "there is no ConfigMap " + name);
        Stream<String> claims = Stream.ofNullable(volume.getPersistentVolumeClaim())
                .map(claim -> claim.getClaimName())
                .filter(name ->
                        manifests.find(PersistentVolumeClaim.class, name).isEmpty())
                .map(name -> "there is no PersistentVolumeClaim " + name);
        return Stream.concat(maps, claims);
    }

    static Stream<String> mounts(Manifests manifests) {
        return manifests.workloads().flatMap(workload -> {
            List<String> volumes = Manifests.pod(workload).getVolumes().stream()
                    .map(Volume::getName)
                    .toList();
            List<String> mounted = Manifests.container(workload).getVolumeMounts().stream()
                    .map(VolumeMount::getName)
                    .toList();
            return Stream.concat(
                    mounted.stream().filter(name -> !volumes.contains(name)).map(name -> name + " is no volume"),
                    volumes.stream().filter(name -> !mounted.contains(name)).map(name -> name + " is not mounted"));
        });
    }

    /** A Secret that may be absent is easily overlooked, so README.md tells each. */
    static Stream<String> optionalSecrets(Manifests manifests) {
        Map<String, Map<String, String>> told = OperatorSecrets.optional().secrets();
        return manifests.services().map(Manifests::container).flatMap(container -> {
            Stream<String> whole = container.getEnvFrom().stream()
                    .map(EnvFromSource::getSecretRef)
                    .filter(secret -> secret != null && Boolean.TRUE.equals(secret.getOptional()))
                    .map(secret -> secret.getName())
                    .filter(name -> !told.containsKey(name));
            Stream<String> keys = container.getEnv().stream()
                    .filter(variable -> variable.getValueFrom() != null)
                    .map(variable -> variable.getValueFrom().getSecretKeyRef())
                    .filter(key -> key != null && Boolean.TRUE.equals(key.getOptional()))
                    .filter(key -> !isTold(told, key))
                    .map(key -> key.getName() + "/" + key.getKey());
            return Stream.concat(whole, keys).map(name -> "README.md does not tell the optional Secret " + name);
        });
    }

    private static boolean isTold(Map<String, Map<String, String>> told, SecretKeySelector key) {
        return told.getOrDefault(key.getName(), Map.of()).containsKey(key.getKey());
    }
}
