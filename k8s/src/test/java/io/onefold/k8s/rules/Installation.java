package io.onefold.k8s.rules;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.onefold.k8s.render.Checkout;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What is ours: the five services with what they need, as the sources say it. */
final class Installation {
    private static final Set<String> OF_THE_JVM = Set.of("JAVA_TOOL_OPTIONS", "MALLOC_ARENA_MAX");
    private static final BigDecimal HUNDRED = new BigDecimal(100);

    private Installation() {}

    static Stream<String> complete(Manifests manifests) {
        return Checkout.SERVICES.stream().flatMap(service -> {
            Optional<Deployment> workload = manifests.find(Deployment.class, service);
            if (workload.isEmpty()) {
                return Stream.of("there is no " + service);
            }
            String image = Manifests.container(workload.get()).getImage();
            return image.matches("(.+/)?onefold/" + service + "-service:(?!latest$).+")
                    ? Stream.empty()
                    : Stream.of(service + " has no image of its own with a tag: " + image);
        });
    }

    static Stream<String> restrictedNamespace(Manifests manifests) {
        List<Namespace> namespaces = manifests.all(Namespace.class).toList();
        boolean one = namespaces.size() == 1
                && "restricted"
                        .equals(namespaces.get(0).getMetadata().getLabels().get("pod-security.kubernetes.io/enforce"));
        if (!one) {
            return Stream.of("there is no one namespace that enforces the standard restricted");
        }
        String name = Manifests.name(namespaces.get(0));
        return manifests.objects().stream()
                .filter(object -> !(object instanceof Namespace)
                        && !name.equals(object.getMetadata().getNamespace()))
                .map(object -> Manifests.name(object) + " is not in " + name);
    }

    static Stream<String> ports(Manifests manifests) {
        return manifests.services().flatMap(workload -> {
            String service = Manifests.name(workload);
            int port = Source.port(service);
            int management = Source.managementPort(service);
            Container container = Manifests.container(workload);
            List<String> complaints = new ArrayList<>();
            if (!Wiring.port(container, "public").equals(Optional.of(port))
                    || !Wiring.port(container, "management").equals(Optional.of(management))) {
                complaints.add(service + " listens at " + port + " and " + management);
            }
            if (manifests.find(Service.class, service).stream()
                    .flatMap(found -> found.getSpec().getPorts().stream())
                    .noneMatch(found -> found.getPort() == port)) {
                complaints.add("no Service has the port " + port + " of " + service);
            }
            if (!Dockerfile.of(service).ports().equals(List.of(port, management))) {
                complaints.add("the Dockerfile of " + service + " does not expose " + port + " and " + management);
            }
            return complaints.stream();
        });
    }

    /** Each upstream that a service's own configuration names leads to the Service that has its port. */
    static Stream<String> upstreams(Manifests manifests) {
        return manifests.services().flatMap(workload -> {
            String service = Manifests.name(workload);
            Map<String, String> values =
                    Settings.of(manifests, Manifests.container(workload)).values();
            return Source.upstreams(service)
                    .filter(upstream -> !leads(manifests, values, upstream, Source.defaultPort(service, upstream)))
                    .map(upstream -> service + " does not find " + upstream);
        });
    }

    private static boolean leads(Manifests manifests, Map<String, String> values, String upstream, int port) {
        String variable = upstream.replace('.', '_').toUpperCase(Locale.ROOT);
        String host = values.getOrDefault(variable + "_HOST", "");
        return Integer.toString(port).equals(values.get(variable + "_PORT"))
                && manifests.find(Service.class, host).stream()
                        .flatMap(service -> service.getSpec().getPorts().stream())
                        .anyMatch(found -> found.getPort() == port);
    }

    /** A setting with a name that nobody reads would be ignored in silence. */
    static Stream<String> settings(Manifests manifests) {
        Predicate<String> isTold = Source.isTold();
        return manifests
                .services()
                .flatMap(workload -> Settings.of(manifests, Manifests.container(workload)).values().keySet().stream())
                .distinct()
                .filter(name -> !OF_THE_JVM.contains(name) && !isTold.test(name))
                .map(name -> "docs/configuration.md does not know " + name);
    }

    /** What a setting names by an absolute path is mounted there. */
    static Stream<String> files(Manifests manifests) {
        return manifests
                .services()
                .flatMap(workload -> Settings.of(manifests, Manifests.container(workload)).values().entrySet().stream()
                        .filter(setting -> setting.getValue().startsWith("/"))
                        .filter(setting -> !isMounted(manifests, workload, setting.getValue()))
                        .map(setting -> setting.getKey() + " names " + setting.getValue() + ", which is not mounted"));
    }

    private static boolean isMounted(Manifests manifests, Deployment workload, String path) {
        return Manifests.container(workload).getVolumeMounts().stream()
                .anyMatch(mount -> Manifests.pod(workload).getVolumes().stream()
                        .filter(volume -> volume.getName().equals(mount.getName()))
                        .anyMatch(volume -> holds(manifests, volume, mount, path)));
    }

    private static boolean holds(Manifests manifests, Volume volume, VolumeMount mount, String path) {
        if (volume.getPersistentVolumeClaim() != null) {
            return path.equals(mount.getMountPath());
        }
        return volume.getConfigMap() != null
                && manifests.find(ConfigMap.class, volume.getConfigMap().getName()).stream()
                        .flatMap(map -> map.getData().keySet().stream())
                        .anyMatch(file -> path.equals(mount.getMountPath() + "/" + file));
    }

    static Stream<String> users(Manifests manifests) {
        return manifests
                .services()
                .filter(workload -> Dockerfile.of(Manifests.name(workload)).user()
                        != Manifests.pod(workload).getSecurityContext().getRunAsUser())
                .map(workload -> Manifests.name(workload) + " does not run as the user of its image");
    }

    /** The heap and the JVM options are those for which docs/performance.md says what a service takes. */
    static Stream<String> heaps(Manifests manifests) {
        List<String> measured = Source.javaOptions().toList();
        return manifests
                .services()
                .filter(workload -> !isAsMeasured(manifests, workload, measured))
                .map(workload -> Manifests.name(workload) + " has another heap than the one measured: " + measured);
    }

    private static boolean isAsMeasured(Manifests manifests, Deployment workload, List<String> measured) {
        Container container = Manifests.container(workload);
        List<String> options = List.of(Settings.of(manifests, container)
                .values()
                .getOrDefault("JAVA_TOOL_OPTIONS", "")
                .split(" "));
        String percentage = "-XX:MaxRAMPercentage=";
        BigDecimal heap = options.stream()
                .filter(option -> option.startsWith(percentage))
                .map(option -> new BigDecimal(option.substring(percentage.length())))
                .findFirst()
                .orElse(BigDecimal.ZERO)
                .multiply(Quantity.getAmountInBytes(
                        container.getResources().getLimits().get("memory")))
                .divide(HUNDRED);
        return measured.stream()
                .allMatch(option -> option.startsWith("-Xmx")
                        ? heap.compareTo(Quantity.getAmountInBytes(
                                        new Quantity(option.substring(4).replace("m", "Mi"))))
                                == 0
                        : options.contains(option));
    }
}
