package io.onefold.domain;

import java.util.Collection;
import java.util.UUID;

/** Ids that follow from what they name, so that every service computes the same ones without asking. */
public final class Ids {
    private Ids() {}

    /** The id of an event: the hash of workspace, source and message id. */
    public static UUID event(String workspace, String source, String messageId) {
        return Hash128.of("event").add(workspace).add(source).add(messageId).toId();
    }

    /** The id of an erasure: the hash of workspace and the caller's name for it. */
    public static UUID erasure(String workspace, String requestId) {
        return Hash128.of("erasure").add(workspace).add(requestId).toId();
    }

    /**
     * The id of a record: the hash of its workspace and its distinct identifier ids in order. A record without identifiers has an id too:
     * it is filed, in no profile.
     */
    public static UUID record(String workspace, Collection<UUID> identifierIds) {
        Hash128 hash = Hash128.of("record").add(workspace);
        identifierIds.stream().distinct().sorted().forEach(hash::add);
        return hash.toId();
    }
}
