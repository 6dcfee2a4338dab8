package io.onefold.activation.campaign;

import io.onefold.kit.feed.Cursor;

/**
 * Where something stands in the feed of memberships.
 *
 * @param at its own position
 * @param again whether its partition is read from the beginning, and was as long when that began
 */
public record Place(int partition, Cursor at, boolean again) {}
