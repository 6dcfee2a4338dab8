package io.onefold.ingestion.event;

import io.onefold.domain.Identifier;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An event as it will be filed; its times are settled when it is.
 *
 * @param contentHash of everything but the receive and send times: tells a retry from another event under the same message id
 * @param identifiers sorted, distinct
 * @param identifierIds theirs, in the same order
 * @param properties a JSON object
 * @param traits a JSON object
 * @param context a JSON object
 * @param targetId alias: the former id; group: the group's id; else empty
 */
public record NormalEvent(
        UUID eventId,
        UUID recordId,
        long contentHash,
        Kind kind,
        String name,
        String messageId,
        EventTimes times,
        List<Identifier> identifiers,
        List<UUID> identifierIds,
        String properties,
        String traits,
        String context,
        List<Consent> consents,
        Optional<Provider> provider,
        String targetId) {
    /** The Segment spec's six. */
    public enum Kind {
        TRACK,
        IDENTIFY,
        PAGE,
        SCREEN,
        GROUP,
        ALIAS
    }

    /** What somebody said about one purpose on one channel. */
    public record Consent(String purpose, String channel, boolean granted) {}

    /** Where third-party data come from, and until when they may be used. */
    public record Provider(String name, Optional<Instant> expireTime) {}

    public NormalEvent {
        identifiers = List.copyOf(identifiers);
        identifierIds = List.copyOf(identifierIds);
        consents = List.copyOf(consents);
    }
}
