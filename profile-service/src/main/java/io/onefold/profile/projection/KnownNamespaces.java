package io.onefold.profile.projection;

import io.onefold.domain.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Set;

/** Which identifiers make a profile known. */
@ApplicationScoped
public class KnownNamespaces {
    private final Set<String> namespaces;

    KnownNamespaces(ProfileConfig config) {
        this.namespaces = config.knownNamespaces();
    }

    public boolean anyOf(Collection<Identifier> identifiers) {
        return identifiers.stream().anyMatch(i -> namespaces.contains(i.namespace()));
    }
}
