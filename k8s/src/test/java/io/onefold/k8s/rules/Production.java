package io.onefold.k8s.rules;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.onefold.k8s.render.Checkout;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What only production must be. */
final class Production {
    private static final Pattern SECRET = Pattern.compile("PASSWORD|SECRET|TOKEN");

    /** A password in a URL, a credential of development, or one of the files for it that the services carry. */
    private static final Pattern UNFIT =
            Pattern.compile("//[^/\\s]*:[^/\\s]*@|\\bdev-|development secret|(^|[:,])development-");

    private Production() {}

    /** Nothing is secret that stands in the repository, and nothing is of development. */
    static Stream<String> rules(Manifests manifests) {
        Stream<String> secrets = manifests.all(Secret.class).map(secret -> "the Secret " + Manifests.name(secret));
        Stream<String> literals = manifests
                .workloads()
                .flatMap(workload -> Manifests.container(workload).getEnv().stream())
                .filter(variable -> variable.getValueFrom() == null
                        && SECRET.matcher(variable.getName()).find())
                .map(variable -> "a secret in clear: " + variable.getName());
        Stream<String> texts = manifests
                .all(ConfigMap.class)
                .flatMap(map -> map.getData().entrySet().stream())
                .filter(entry -> SECRET.matcher(entry.getKey()).find()
                        || UNFIT.matcher(entry.getValue()).find())
                .map(entry -> "a secret, or something of development: " + entry.getKey());
        Stream<String> workloads = manifests
                .workloads()
                .filter(workload -> !Checkout.SERVICES.contains(Manifests.name(workload)))
                .map(workload -> "a workload that is no service: " + Manifests.name(workload));
        Stream<String> running = manifests
                .services()
                .filter(workload -> workload.getSpec().getReplicas() < 2
                        || !"prod"
                                .equals(Settings.of(manifests, Manifests.container(workload))
                                        .values()
                                        .get("QUARKUS_PROFILE")))
                .map(workload -> Manifests.name(workload) + " has one replica, or another profile than prod");
        return Stream.of(secrets, literals, texts, workloads, running).flatMap(complaints -> complaints);
    }
}
