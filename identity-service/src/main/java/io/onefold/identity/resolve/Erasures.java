package io.onefold.identity.resolve;

/**
 * The erasures that there have been.
 *
 * @param version the highest that one of them gave; every later change is above it. The rows that held the versions of what was erased are
 *     gone here, but not with those who follow the changes.
 */
record Erasures(long count, long version) {}
