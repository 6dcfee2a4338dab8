package io.onefold.profile.state;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one event adds to a state.
 *
 * @param traits what it states of the person; empty when the event brings third-party data
 * @param measures the measured properties that are numbers
 * @param scalars the scalar properties, a JSON object
 * @param session the hash of the session that it belongs to
 * @param score a survey's score
 * @param identifiers those that came with it
 */
public record EventFacts(
        Stamp stamp,
        String source,
        boolean enriching,
        BehaviourKey kind,
        List<Trait> traits,
        List<Consent> consents,
        @Nullable ThirdPartyValue thirdParty,
        Map<String, BigDecimal> measures,
        String scalars,
        @Nullable Long session,
        @Nullable BigDecimal score,
        List<IdentifierKey> identifiers) {

    /** A trait as stated; a null removes it. */
    public record Trait(String name, @Nullable String json) {}

    /** A consent as stated. */
    public record Consent(ConsentKey key, boolean granted) {}

    public EventFacts {
        traits = List.copyOf(traits);
        consents = List.copyOf(consents);
        measures = Map.copyOf(measures);
        identifiers = List.copyOf(identifiers);
    }

    public Instant time() {
        return stamp.time();
    }
}
