package io.onefold.ingestion.quarantine;

import io.onefold.kit.log.EventLine;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Says which events were put into quarantine, and why: by the event's id, which is a hash, and the reason's code. What the event holds, and
 * the id that its sender gave it, may be somebody's name and stay in the table.
 */
public final class QuarantineLog {
    private static final Logger LOG = Logger.getLogger(QuarantineLog.class);
    /** Of one commit: a file of broken lines must not become a log of them. */
    private static final int MOST_LINES = 20;

    private QuarantineLog() {}

    public static void tell(List<QuarantineStore.Entry> keptAside) {
        keptAside.stream().limit(MOST_LINES).forEach(QuarantineLog::tell);
        if (keptAside.size() > MOST_LINES) {
            LOG.infof("%d more events are quarantined", keptAside.size() - MOST_LINES);
        }
    }

    private static void tell(QuarantineStore.Entry entry) {
        EventLine.about(
                entry.eventId().toString(),
                () -> LOG.infof(
                        "an event of source %s of workspace %s is quarantined: %s",
                        entry.source(), entry.workspace(), entry.reason()));
    }
}
