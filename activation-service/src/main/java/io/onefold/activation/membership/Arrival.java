package io.onefold.activation.membership;

import io.onefold.activation.campaign.Place;
import java.util.Optional;

/**
 * An entry or exit as it was read.
 *
 * @param news false: it was read before, or tells what was
 * @param place where it stands in the feed; empty: the feed does not tell of it, which is no news
 */
public record Arrival(Entry entry, boolean news, Optional<Place> place) {}
