package io.onefold.profile.scan;

import java.util.ArrayList;
import java.util.List;

/** The events of one profile that are selected, up to what an answer holds. Filled by {@link FactReader}, then only read. */
final class SelectedEvents {
    static final int MAX_EVENTS = 20_000;
    /** Whoever asks must be able to take the answer about one profile in one message, and several at once in memory. */
    static final long MAX_BYTES = 8 << 20;

    private final List<byte[]> payloads = new ArrayList<>();
    private long bytes;
    private boolean overflow;

    void add(byte[] payload) {
        overflow |= payloads.size() == MAX_EVENTS || bytes + payload.length > MAX_BYTES;
        if (!overflow) {
            payloads.add(payload);
            bytes += payload.length;
        }
    }

    List<byte[]> payloads() {
        return payloads;
    }

    boolean overflow() {
        return overflow;
    }
}
