package io.onefold.segment.listing;

import java.time.Instant;
import java.util.UUID;

/**
 * A profile in an audience, with the audience's name.
 *
 * @param since from when on the rule has held
 * @param sequence how often this profile has entered and left this audience
 */
public record Membership(String workspace, String audience, UUID profileId, Instant since, long sequence) {}
