package io.onefold.activation.delivery;

/**
 * The deliveries that one runner works on.
 *
 * @param kind the type of their destination
 */
public record Share(String kind, short firstBucket, short lastBucket) {}
