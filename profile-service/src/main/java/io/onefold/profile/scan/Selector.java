package io.onefold.profile.scan;

/**
 * What to read of each profile's events.
 *
 * @param key names the answer
 * @param type the number of the event type in the contract
 * @param property the numeric property to read; empty: none
 */
public record Selector(String key, int type, String name, String property) {}
