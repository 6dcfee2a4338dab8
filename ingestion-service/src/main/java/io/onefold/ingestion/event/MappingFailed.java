package io.onefold.ingestion.event;

import java.io.Serial;

/** A mapping could not map a row. */
public final class MappingFailed extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public MappingFailed(String why, Throwable cause) {
        super(why, cause);
    }
}
