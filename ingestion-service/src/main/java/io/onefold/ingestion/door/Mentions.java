package io.onefold.ingestion.door;

import io.onefold.domain.Identifier;
import io.onefold.domain.IdentifierIds;
import io.onefold.domain.IdentifierNormalizer;
import io.onefold.ingestion.event.Texts;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * Whom something names that could not be read as an event. An address or a phone number names somebody wherever it stands, any other value
 * only under a key that says that it is an id: 42 may be a number of pieces. What occurs within a longer text is not found.
 */
public final class Mentions {
    private static final Set<String> ANYWHERE = Set.of(IdentifierNormalizer.EMAIL, IdentifierNormalizer.PHONE);

    private final IdentifierIds ids;

    public Mentions(IdentifierIds ids) {
        this.ids = ids;
    }

    /** The ids that the values of a JSON document would have as identifiers of some namespaces. */
    public Set<UUID> in(byte[] json, String workspace, Collection<String> namespaces) {
        Set<UUID> mentioned = new HashSet<>();
        for (Texts.Text text : Texts.in(json)) {
            boolean isId = text.key().toLowerCase(Locale.ROOT).endsWith("id");
            for (String namespace : namespaces) {
                if (isId || ANYWHERE.contains(namespace)) {
                    Identifier identifier = IdentifierNormalizer.normalize(namespace, text.value());
                    if (identifier.valid()) {
                        mentioned.add(ids.id(workspace, identifier));
                    }
                }
            }
        }
        return mentioned;
    }
}
