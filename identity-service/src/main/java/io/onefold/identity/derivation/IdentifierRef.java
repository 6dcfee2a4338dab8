package io.onefold.identity.derivation;

import java.util.UUID;

/** An identifier as derivation sees it: its keyed id, and what the rules need to judge whether it is usable. */
public record IdentifierRef(UUID id, String namespace, String value) {}
