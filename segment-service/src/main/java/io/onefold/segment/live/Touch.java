package io.onefold.segment.live;

import io.onefold.segment.audience.Audience;
import io.onefold.segment.evaluation.EventFact;
import io.onefold.segment.evaluation.Facts;
import io.onefold.segment.membership.Cause;
import io.onefold.segment.membership.Origin;
import io.onefold.segment.profiles.ChangedProfile;
import io.onefold.segment.profiles.FactCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** All changes of one profile in a batch: they are evaluated once. */
final class Touch {
    private final UUID profileId;
    private final List<ChangedProfile> changes = new ArrayList<>();

    Touch(UUID profileId) {
        this.profileId = profileId;
    }

    void add(ChangedProfile change) {
        changes.add(change);
    }

    UUID profileId() {
        return profileId;
    }

    List<ChangedProfile> changes() {
        return changes;
    }

    String workspace() {
        return changes.get(0).workspace();
    }

    /** Whether its person was erased: then nothing else that happened to it counts. */
    boolean isErased() {
        return changes.stream().anyMatch(ChangedProfile::erased);
    }

    /** Whether the profile exists after all of them. */
    boolean exists() {
        return changes.stream()
                .max(Comparator.comparingLong(ChangedProfile::version))
                .filter(ChangedProfile::exists)
                .isPresent();
    }

    long version() {
        return changes.stream().mapToLong(ChangedProfile::version).max().orElse(0);
    }

    /**
     * What the changes mean for the audiences of a catalogue.
     *
     * @param facts looked at only when the changes do not say all that happened
     */
    Effect effect(FactCodec codec, Supplier<Facts> facts) {
        Set<Instant> added = new HashSet<>();
        List<EventFact> events = new ArrayList<>();
        for (ChangedProfile change : changes) {
            for (EventFact event : change.added().apply(codec)) {
                events.add(event);
                added.add(event.time());
            }
        }
        if (changes.stream().allMatch(ChangedProfile::isEventsOnly) && !events.isEmpty()) {
            return new Effect(events, earliest(events), added, Optional.empty());
        }
        Optional<Cause> regrouped = regrouped();
        // Where events were not told any can be the news, but of those that came with a merge only the later ones.
        Optional<Instant> earliest = regrouped.isEmpty() ? Optional.of(Instant.MIN) : earliestUntold();
        earliest.ifPresent(first -> happenings(facts.get()).stream()
                .filter(at -> !at.isBefore(first))
                .forEach(added::add));
        return new Effect(List.of(), Instant.MIN, added, regrouped);
    }

    private static Instant earliest(List<EventFact> events) {
        return events.stream()
                .map(EventFact::time)
                .min(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }

    private Optional<Instant> earliestUntold() {
        return changes.stream()
                .filter(change -> !change.isEventsOnly())
                .flatMap(change -> change.earliest().stream())
                .min(Comparator.naturalOrder());
    }

    private Optional<Cause> regrouped() {
        return changes.stream()
                .map(ChangedProfile::reason)
                .max(Comparator.naturalOrder())
                .flatMap(reason -> switch (reason) {
                    case EVENT -> Optional.empty();
                    case REBUILD -> Optional.of(Cause.REBUILD);
                    case MERGE -> Optional.of(Cause.MERGE);
                    case SPLIT -> Optional.of(Cause.SPLIT);
                    case ERASURE -> Optional.of(Cause.ERASURE);
                });
    }

    private static Set<Instant> happenings(Facts facts) {
        Set<Instant> instants = new HashSet<>(facts.namespaces().values());
        facts.events().forEach(event -> instants.add(event.time()));
        facts.firstTime().ifPresent(instants::add);
        return instants;
    }

    /**
     * Which audiences can be another than before, and from when on.
     *
     * @param events those that were added, when nothing else happened; else empty
     * @param since nothing can have changed before
     */
    record Effect(List<EventFact> events, Instant since, Set<Instant> added, Optional<Cause> regrouped) {
        static final Effect NONE = new Effect(List.of(), Instant.MAX, Set.of(), Optional.empty());

        boolean concerns(Audience audience) {
            // Events that move the beginning of a profile or of a namespace are not told as events only.
            return events.isEmpty() || events.stream().anyMatch(audience.needs()::selects);
        }

        /** Whether the feed says all that happened. */
        boolean isTold() {
            return !events.isEmpty();
        }

        /** The clock, or what was added tells that it stands later. */
        Instant notBefore(Instant clock) {
            return Facts.reached(events).filter(clock::isBefore).orElse(clock);
        }

        Origin origin(Predicate<Instant> happened, boolean ahead) {
            return new Origin.Changed(since, added, regrouped, happened, ahead);
        }
    }
}
