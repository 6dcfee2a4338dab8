package io.onefold.identity.derivation;

import java.util.UUID;

/** An identifier on a profile's records that it does not hold: it was over its limit, or lost the value to another. */
public record LetGoValue(IdentifierRef identifier, UUID profileId) {}
