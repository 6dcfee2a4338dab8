package io.onefold.ingestion.http;

import java.io.Serial;

/**
 * A body that can never be taken. SDKs drop the whole batch on a 400, so nothing that concerns a single event ends here.
 */
final class MalformedBatch extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String code;

    MalformedBatch(String code, String message) {
        super(message);
        this.code = code;
    }

    String code() {
        return code;
    }
}
