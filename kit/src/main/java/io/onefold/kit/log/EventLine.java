package io.onefold.kit.log;

import org.jboss.logging.MDC;

/** Lines about one event: they carry its id as a field of their own. The id is a hash; nothing else of the event belongs into a log. */
public final class EventLine {
    public static final String EVENT_ID = "eventId";

    private EventLine() {}

    /** Whatever is logged meanwhile on this thread is about the event. */
    public static void about(String eventId, Runnable log) {
        MDC.put(EVENT_ID, eventId);
        try {
            log.run();
        } finally {
            MDC.remove(EVENT_ID);
        }
    }
}
