package io.onefold.segment.listing;

import io.onefold.segment.audience.Audience;
import io.onefold.segment.audience.AudienceStore;
import io.onefold.segment.listing.ListingStore.Found;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/** Puts the audiences' names to memberships that were found. */
@ApplicationScoped
class AudienceNames {
    private final AudienceStore audiences;

    AudienceNames(AudienceStore audiences) {
        this.audiences = audiences;
    }

    /**
     * In the same order. Looked up after the memberships were read, so that each audience is there unless it was deleted meanwhile; what
     * is of one that is being deleted, or is no more, is left out.
     */
    List<Membership> name(List<Found> found) {
        Map<UUID, String> names = new HashMap<>();
        audiences.byIds(found.stream().map(Found::audienceId).collect(Collectors.toSet())).stream()
                .filter(audience -> !audience.isDeleting())
                .forEach((Audience audience) -> names.put(audience.id(), audience.name()));
        return found.stream()
                .filter(one -> names.containsKey(one.audienceId()))
                .map(one -> new Membership(
                        one.workspace(),
                        Objects.requireNonNull(names.get(one.audienceId())),
                        one.profileId(),
                        one.since(),
                        one.sequence()))
                .toList();
    }
}
