package io.onefold.activation.campaign;

import io.onefold.activation.destination.Destination;
import io.onefold.activation.destination.Smtp;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The destinations and campaigns of all workspaces, as the tables have them.
 *
 * @param generation which state of the tables this is
 * @param held whether nothing may go out, because the store was restored
 * @param campaigns those of the file, and those that it no longer names
 * @param beginnings where each campaign began, also of those that cannot be read here
 */
public record Catalogue(
        long generation,
        boolean held,
        Map<UUID, Destination> destinations,
        Map<UUID, Campaign> campaigns,
        Map<UUID, Beginning> beginnings) {
    static final Catalogue NONE = new Catalogue(-1, true, Map.of(), Map.of(), Map.of());

    public Catalogue {
        destinations = Map.copyOf(destinations);
        campaigns = Map.copyOf(campaigns);
        beginnings = Map.copyOf(beginnings);
    }

    public Collection<Campaign> all() {
        return campaigns.values();
    }

    public List<Campaign> lists() {
        return all().stream().filter(Campaign::isList).toList();
    }

    public Optional<Campaign> find(UUID campaign) {
        return Optional.ofNullable(campaigns.get(campaign));
    }

    public Optional<Destination> destination(String workspace, String name) {
        return Smtp.NAME.equals(name)
                ? Optional.of(new Smtp(workspace))
                : Optional.ofNullable(destinations.get(Destination.id(workspace, name)));
    }

    public Beginning beginning(Campaign campaign) {
        return beginnings.getOrDefault(campaign.id(), Beginning.NOT_YET);
    }
}
