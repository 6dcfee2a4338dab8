package io.onefold.segment.rule;

/**
 * One kind of event, exactly.
 *
 * @param name empty for kinds without one
 */
public record EventSelector(EventType type, String name) {}
