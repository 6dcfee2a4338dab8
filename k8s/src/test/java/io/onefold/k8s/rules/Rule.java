package io.onefold.k8s.rules;

import java.util.List;
import java.util.stream.Stream;

/** Each rule has a manifest in {@link MutantsTest} that breaks it. */
enum Rule {
    NAMES,
    CHOICES,
    INT_OR_STRINGS,
    SELECTORS,
    VERSIONS,
    SERVICES,
    REFERENCES,
    MOUNTS,
    OPTIONAL_SECRETS,
    PROBES,
    PATIENCE,
    RESOURCES,
    RESTRICTED,
    SECLUDED,
    ROLLOUT,
    COMPLETE,
    NAMESPACE,
    PORTS,
    UPSTREAMS,
    SETTINGS,
    FILES,
    USERS,
    HEAPS,
    PRODUCTION;

    List<String> complaints(Manifests manifests) {
        return of(manifests).toList();
    }

    private Stream<String> of(Manifests manifests) {
        return switch (this) {
            case NAMES -> Shape.names(manifests);
            case CHOICES -> Shape.choices(manifests);
            case INT_OR_STRINGS -> Shape.intOrStrings(manifests);
            case SELECTORS -> Wiring.selectors(manifests);
            case VERSIONS -> Wiring.versions(manifests);
            case SERVICES -> Wiring.services(manifests);
            case REFERENCES -> Wiring.references(manifests);
            case MOUNTS -> Wiring.mounts(manifests);
            case OPTIONAL_SECRETS -> Wiring.optionalSecrets(manifests);
            case PROBES -> Pods.probes(manifests);
            case PATIENCE -> Pods.patience(manifests);
            case RESOURCES -> Pods.resources(manifests);
            case RESTRICTED -> Pods.restricted(manifests);
            case SECLUDED -> Pods.secluded(manifests);
            case ROLLOUT -> Pods.rollout(manifests);
            case COMPLETE -> Installation.complete(manifests);
            case NAMESPACE -> Installation.restrictedNamespace(manifests);
            case PORTS -> Installation.ports(manifests);
            case UPSTREAMS -> Installation.upstreams(manifests);
            case SETTINGS -> Installation.settings(manifests);
            case FILES -> Installation.files(manifests);
            case USERS -> Installation.users(manifests);
            case HEAPS -> Installation.heaps(manifests);
            case PRODUCTION -> Production.rules(manifests);
        };
    }
}
