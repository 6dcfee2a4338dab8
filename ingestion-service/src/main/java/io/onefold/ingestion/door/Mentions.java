package io.onefold.ingestion.door;

import io.onefold.domain.Identifier;
import io.onefold.domain.IdentifierIds;
import io.onefold.domain.IdentifierNormalizer;
import io.onefold.ingestion.event.SourceRules;
import io.onefold.ingestion.event.Texts;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Whom something seems to name that could not be read as an event. A value that stands where the namespace's values stand is one of them,
 * however short: under its name, or as an external id of that type. Elsewhere an e-mail address is one, and of the other namespaces what is
 * too long and too odd to be there by chance: 42 may be a number of pieces, or of a product. What occurs within a longer text is not found.
 */
public final class Mentions {
    /** Shorter ones are somebody's only where they stand in a place for it. */
    private static final int TELLING = 8;

    private static final Pattern PLAIN_NUMBER = Pattern.compile("[0-9.,-]*");
    private static final Pattern PHONE_KEY = Pattern.compile("phone|mobile|tel");
    /** The normaliser would make one of every text that has enough digits. */
    private static final Pattern PHONE = Pattern.compile("[+(]?[0-9][0-9 ()./-]*");
    /** Of an alias: whose it was. */
    private static final String PREVIOUS = "previous_id";

    private static final Set<String> OF_PREVIOUS = Set.of("user_id", "anonymous_id");

    private final IdentifierIds ids;

    public Mentions(IdentifierIds ids) {
        this.ids = ids;
    }

    /** The ids that the values of an event, as it was sent, would have as identifiers of some namespaces. */
    public Set<UUID> in(byte[] raw, SourceRules source, Collection<String> namespaces) {
        Set<UUID> mentioned = new HashSet<>();
        for (Texts.Text text : Texts.of(raw, source)) {
            for (String namespace : namespaces) {
                if (mayName(text, namespace)) {
                    Identifier identifier = IdentifierNormalizer.normalize(namespace, text.value());
                    if (identifier.valid()) {
                        mentioned.add(ids.id(source.workspace(), identifier));
                    }
                }
            }
        }
        return mentioned;
    }

    private static boolean mayName(Texts.Text text, String namespace) {
        if (text.key().equals(namespace) || (text.key().equals(PREVIOUS) && OF_PREVIOUS.contains(namespace))) {
            return true;
        }
        if (namespace.equals(IdentifierNormalizer.EMAIL)) {
            return text.value().indexOf('@') > 0;
        }
        if (namespace.equals(IdentifierNormalizer.PHONE)) {
            return PHONE_KEY.matcher(text.key()).find()
                    || (isTelling(text.value()) && PHONE.matcher(text.value()).matches());
        }
        return isTelling(text.value());
    }

    private static boolean isTelling(String value) {
        return value.length() >= TELLING && !PLAIN_NUMBER.matcher(value).matches();
    }
}
