package io.onefold.profile.erasure;

import io.onefold.domain.Identifier;
import io.onefold.domain.IdentifierIds;
import io.onefold.domain.IdentifierNormalizer;
import io.onefold.profile.view.ProfileKey;

/** How a caller names a person, as a keyed hash: the same for every writing of an identifier, and nobody's name. */
final class KeyHash {
    /** No namespace has a space. */
    private static final String ERASURE_OF = "erasure of";

    private final IdentifierIds ids;

    KeyHash(IdentifierIds ids) {
        this.ids = ids;
    }

    String of(String workspace, ProfileKey key) {
        return ids.id(workspace, new Identifier(ERASURE_OF, text(key), true)).toString();
    }

    private static String text(ProfileKey key) {
        if (key instanceof ProfileKey.ByIdentifier named) {
            return IdentifierNormalizer.normalize(named.namespace(), named.value())
                    .toString();
        }
        return ((ProfileKey.ById) key).profileId().toString();
    }
}
