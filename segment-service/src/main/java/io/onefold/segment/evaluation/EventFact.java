package io.onefold.segment.evaluation;

import io.onefold.segment.rule.Channel;
import io.onefold.segment.rule.EventType;
import io.onefold.segment.rule.PropertyPath;
import io.onefold.segment.rule.Readable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What is kept of an event.
 *
 * @param time to the microsecond; never another one for the same id
 * @param enriching its source creates no profile
 * @param namespaces of its identifiers
 * @param values of the paths that are read, what the event states there
 * @param statesTraits whether it states traits of the person; third-party data does not
 * @param bytes how large the event is of which this is kept
 * @param received when it came; can be before its time, which a device may date ahead
 */
public record EventFact(
        UUID id,
        Instant time,
        EventType type,
        String name,
        Channel channel,
        boolean enriching,
        Set<String> namespaces,
        Map<PropertyPath, Scalar> values,
        List<ConsentFact> consents,
        boolean statesTraits,
        Optional<ThirdPartyFact> thirdParty,
        int bytes,
        Instant received)
        implements Readable {
    /** By time, then by id as a database orders it. */
    static final Comparator<EventFact> ORDER =
            Comparator.comparing(EventFact::time).thenComparing(EventFact::id, EventFact::compareIds);

    public EventFact {
        time = time.truncatedTo(ChronoUnit.MICROS);
        received = received.truncatedTo(ChronoUnit.MICROS);
        namespaces = Set.copyOf(namespaces);
        values = Map.copyOf(values);
        consents = List.copyOf(consents);
    }

    public EventFact(
            UUID id,
            Instant time,
            EventType type,
            String name,
            Channel channel,
            boolean enriching,
            Set<String> namespaces,
            Map<PropertyPath, Scalar> values,
            List<ConsentFact> consents,
            boolean statesTraits,
            Optional<ThirdPartyFact> thirdParty,
            int bytes) {
        this(
                id,
                time,
                type,
                name,
                channel,
                enriching,
                namespaces,
                values,
                consents,
                statesTraits,
                thirdParty,
                bytes,
                time);
    }

    public EventFact(
            UUID id,
            Instant time,
            EventType type,
            String name,
            Channel channel,
            boolean enriching,
            Set<String> namespaces,
            Map<PropertyPath, Scalar> values,
            List<ConsentFact> consents,
            boolean statesTraits,
            Optional<ThirdPartyFact> thirdParty) {
        this(id, time, type, name, channel, enriching, namespaces, values, consents, statesTraits, thirdParty, 0);
    }

    @Override
    public boolean statesConsent() {
        return !consents.isEmpty();
    }

    @Override
    public boolean isThirdParty() {
        return thirdParty.isPresent();
    }

    /** A UUID's own order takes its halves as signed numbers. */
    private static int compareIds(UUID a, UUID b) {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }
}
