package io.onefold.segment.evaluation;

/** What an event says about one purpose on one channel. */
public record ConsentFact(String purpose, String channel, boolean granted) {}
