package io.onefold.ingestion.event;

/**
 * How large an event may be.
 *
 * @param maxBytes of its JSON
 */
public record EventLimits(int maxBytes) {
    static final int MAX_DEPTH = 64;
    static final int MAX_NAME = 200;
    static final int MAX_IDENTIFIERS = 32;
    static final int MAX_IDENTIFIER = 512;
    static final int MAX_CONSENT_WORD = 64;

    public EventLimits {
        if (maxBytes < 1024 || maxBytes > 1 << 20) {
            throw new IllegalArgumentException(
                    "an event's size limit must be between 1 KiB and 1 MiB, not " + maxBytes);
        }
    }
}
