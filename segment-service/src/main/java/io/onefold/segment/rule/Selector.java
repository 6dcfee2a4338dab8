package io.onefold.segment.rule;

/**
 * What a rule reads of a profile: events of one kind, and a numeric property of each.
 *
 * @param property empty when only the events count
 */
public record Selector(EventSelector events, String property) {}
