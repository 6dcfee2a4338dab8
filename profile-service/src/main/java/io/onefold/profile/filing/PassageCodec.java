package io.onefold.profile.filing;

import io.onefold.profile.erasure.ErasureCodec;
import io.onefold.profile.event.EventCodec;
import io.onefold.profile.event.FiledEvent;
import io.onefold.proto.ingestion.v1.EventItem;
import java.util.ArrayList;
import java.util.List;

/** Cuts the log's items at the erasures. */
final class PassageCodec {
    private PassageCodec() {}

    static List<Passage> passages(List<EventItem> items) {
        List<Passage> passages = new ArrayList<>();
        List<FiledEvent> events = new ArrayList<>();
        for (EventItem item : items) {
            if (item.hasErasure()) {
                close(passages, events);
                passages.add(new Passage.Erased(ErasureCodec.read(item.getErasure())));
            } else {
                events.add(EventCodec.read(item.getEvent()));
            }
        }
        close(passages, events);
        return passages;
    }

    private static void close(List<Passage> passages, List<FiledEvent> events) {
        if (!events.isEmpty()) {
            passages.add(new Passage.Events(events));
            events.clear();
        }
    }
}
