package io.onefold.profile.change;

import io.onefold.domain.Identifier;
import io.onefold.domain.IdentifierNormalizer;
import io.onefold.profile.state.ConsentKey;
import io.onefold.profile.state.ConsentValue;
import io.onefold.profile.state.IdentifierKey;
import io.onefold.profile.state.ProfileState;
import io.onefold.profile.state.Seen;
import io.onefold.profile.state.TraitValue;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a profile can be reached, and whether it may be.
 *
 * @param emails the one seen last first
 * @param firstName the trait as JSON, or null
 */
public record Contact(
        List<String> emails,
        List<String> phones,
        SortedMap<ConsentKey, ConsentValue> consents,
        @Nullable String firstName) {
    /** The two writings of the trait that a message greets by. */
    public static final Set<String> FIRST_NAMES = Set.of("first_name", "firstName");

    public static Contact of(ProfileState state, Collection<Identifier> identifiers) {
        Comparator<String> seenLastFirst = Comparator.comparing((String email) -> lastSeen(state, email))
                .reversed()
                .thenComparing(Comparator.naturalOrder());
        return new Contact(
                values(identifiers, IdentifierNormalizer.EMAIL)
                        .sorted(seenLastFirst)
                        .toList(),
                values(identifiers, IdentifierNormalizer.PHONE).sorted().toList(),
                state.consents(),
                firstName(state));
    }

    /** The addresses among the identifiers that came with events. */
    public static Set<IdentifierKey> emails(ProfileState state) {
        return state.identifiersOf(IdentifierNormalizer.EMAIL).keySet();
    }

    private static Instant lastSeen(ProfileState state, String email) {
        Seen seen = state.identifiers().get(new IdentifierKey(IdentifierNormalizer.EMAIL, email));
        return seen == null ? Instant.MIN : seen.last();
    }

    private static Stream<String> values(Collection<Identifier> identifiers, String namespace) {
        return identifiers.stream().filter(i -> i.namespace().equals(namespace)).map(Identifier::value);
    }

    private static @Nullable String firstName(ProfileState state) {
        return FIRST_NAMES.stream()
                .flatMap(name -> Stream.ofNullable(state.traits().get(name)))
                .max(Comparator.comparing(TraitValue::stamp))
                .map(TraitValue::json)
                .orElse(null);
    }
}
