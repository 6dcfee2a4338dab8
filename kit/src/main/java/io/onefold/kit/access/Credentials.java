package io.onefold.kit.access;

import java.util.Optional;

/** Knows a kind of credential. Looked up on an event loop: answers from memory, never waits. */
public interface Credentials {
    /** The caller behind a secret, or empty when this is none of its credentials. */
    Optional<Caller> find(String secret);
}
