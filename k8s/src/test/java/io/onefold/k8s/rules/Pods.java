package io.onefold.k8s.rules;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How pods run. */
final class Pods {
    /** quarkus.shutdown.timeout and as much again. */
    private static final int LEAST_GRACE_SECONDS = 20;

    private Pods() {}

    /**
     * By HTTP on the management port: the gRPC health protocol says SERVING while the database is gone, and activation has no gRPC server. A
     * process that waits for its database is alive, so only the readiness may look at it.
     */
    static Stream<String> probes(Manifests manifests) {
        return manifests.services().flatMap(workload -> {
            Container container = Manifests.container(workload);
            return Stream.of(
                            probe(container, container.getStartupProbe(), "/q/health/started"),
                            probe(container, container.getReadinessProbe(), "/q/health/ready"),
                            probe(container, container.getLivenessProbe(), "/q/health/live"))
                    .filter(complaint -> !complaint.isEmpty())
                    .map(complaint -> Manifests.name(workload) + ": " + complaint);
        });
    }

    private static String probe(Container container, @Nullable Probe probe, String path) {
        HTTPGetAction get = probe == null ? null : probe.getHttpGet();
        if (get == null) {
            return "no probe asks " + path;
        }
        IntOrString port = get.getPort();
        return !path.equals(get.getPath()) || !"management".equals(port.getStrVal()) || !Wiring.hasPort(container, port)
                ? "a probe asks " + get.getPath() + " at " + port + ", not " + path + " at management"
                : "";
    }

    /** A start that waits for PostgreSQL ends by itself after a good minute; the probe must not end it before. */
    static Stream<String> patience(Manifests manifests) {
        return manifests
                .services()
                .filter(workload -> {
                    Probe startup = Manifests.container(workload).getStartupProbe();
                    return startup != null && startup.getPeriodSeconds() * startup.getFailureThreshold() < 120;
                })
                .map(workload -> Manifests.name(workload) + " is given less than two minutes to start");
    }

    static Stream<String> resources(Manifests manifests) {
        return manifests.workloads().flatMap(workload -> {
            Map<String, Quantity> requests =
                    Manifests.container(workload).getResources().getRequests();
            Map<String, Quantity> limits =
                    Manifests.container(workload).getResources().getLimits();
            List<String> complaints = new ArrayList<>();
            if (!requests.containsKey("cpu") || !limits.containsKey("cpu")) {
                complaints.add("no request or no limit of CPU");
            }
            // What is not requested may be gone when it is needed, and memory cannot be taken back.
            if (limits.get("memory") == null || !limits.get("memory").equals(requests.get("memory"))) {
                complaints.add("memory requested is not memory limited");
            }
            return complaints.stream().map(complaint -> Manifests.name(workload) + ": " + complaint);
        });
    }

    /** Pod Security Standard "restricted", and a root file system that nobody writes to. */
    static Stream<String> restricted(Manifests manifests) {
        return manifests
                .workloads()
                .flatMap(workload -> Stream.concat(
                                ofPod(Manifests.pod(workload)), ofContainer(Manifests.container(workload)))
                        .map(complaint -> Manifests.name(workload) + ": " + complaint));
    }

    private static Stream<String> ofPod(PodSpec pod) {
        PodSecurityContext security = Objects.requireNonNullElseGet(pod.getSecurityContext(), PodSecurityContext::new);
        List<String> complaints = new ArrayList<>();
        complain(complaints, !Boolean.TRUE.equals(security.getRunAsNonRoot()), "runAsNonRoot");
        complain(complaints, security.getRunAsUser() == null || security.getRunAsUser() == 0, "runAsUser");
        complain(
                complaints,
                security.getSeccompProfile() == null
                        || !"RuntimeDefault".equals(security.getSeccompProfile().getType()),
                "seccompProfile");
        complain(
                complaints,
                Stream.of(pod.getHostNetwork(), pod.getHostPID(), pod.getHostIPC())
                        .anyMatch(Boolean.TRUE::equals),
                "the host's namespaces");
        complain(complaints, pod.getVolumes().stream().anyMatch(volume -> volume.getHostPath() != null), "hostPath");
        return complaints.stream();
    }

    private static Stream<String> ofContainer(Container container) {
        SecurityContext security = Objects.requireNonNullElseGet(container.getSecurityContext(), SecurityContext::new);
        List<String> complaints = new ArrayList<>();
        complain(complaints, !Boolean.FALSE.equals(security.getAllowPrivilegeEscalation()), "allowPrivilegeEscalation");
        complain(complaints, !Boolean.TRUE.equals(security.getReadOnlyRootFilesystem()), "readOnlyRootFilesystem");
        complain(
                complaints,
                security.getCapabilities() == null
                        || !security.getCapabilities().getDrop().equals(List.of("ALL"))
                        || !security.getCapabilities().getAdd().isEmpty(),
                "capabilities");
        complain(complaints, Boolean.TRUE.equals(security.getPrivileged()), "privileged");
        complain(complaints, security.getRunAsUser() != null, "runAsUser of its own");
        complain(
                complaints,
                container.getPorts().stream().anyMatch(port -> port.getHostPort() != null),
                "a port of the host");
        return complaints.stream();
    }

    private static void complain(List<String> complaints, boolean wrong, String what) {
        if (wrong) {
            complaints.add(what);
        }
    }

    static Stream<String> secluded(Manifests manifests) {
        return manifests.workloads().flatMap(workload -> {
            List<String> complaints = new ArrayList<>();
            PodSpec pod = Manifests.pod(workload);
            complain(complaints, !Boolean.FALSE.equals(pod.getAutomountServiceAccountToken()), "has a token");
            complain(complaints, !Boolean.FALSE.equals(pod.getEnableServiceLinks()), "has variables of Services");
            return complaints.stream().map(complaint -> Manifests.name(workload) + " " + complaint);
        });
    }

    static Stream<String> rollout(Manifests manifests) {
        return manifests
                .services()
                .filter(workload -> !isRolling(workload))
                .map(workload -> Manifests.name(workload) + " is not replaced pod by pod, or not ended with patience");
    }

    private static boolean isRolling(Deployment workload) {
        DeploymentStrategy strategy = workload.getSpec().getStrategy();
        Long grace = Manifests.pod(workload).getTerminationGracePeriodSeconds();
        return strategy != null
                && strategy.getRollingUpdate() != null
                && new IntOrString(0).equals(strategy.getRollingUpdate().getMaxUnavailable())
                && grace != null
                && grace >= LEAST_GRACE_SECONDS;
    }
}
