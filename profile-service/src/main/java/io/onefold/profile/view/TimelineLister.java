package io.onefold.profile.view;

import io.onefold.kit.error.Failures;
import io.onefold.kit.page.PageToken;
import io.onefold.kit.sql.Database;
import io.onefold.profile.projection.MemberStore;
import io.onefold.profile.projection.ProfileRow;
import io.onefold.profile.state.Stamp;
import io.onefold.profile.timeline.TimelineStore;
import io.onefold.profile.timeline.TimelineStore.Entry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;

/** Lists the events of a profile over all its records, newest first. */
@ApplicationScoped
public class TimelineLister {
    private static final int DEFAULT_SIZE = 100;

    private final Database database;
    private final ProfileFinder finder;
    private final MemberStore members;
    private final TimelineStore timelines;

    public TimelineLister(Database database, ProfileFinder finder, MemberStore members, TimelineStore timelines) {
        this.database = database;
        this.finder = finder;
        this.members = members;
        this.timelines = timelines;
    }

    /**
     * What to list.
     *
     * @param name only events of this name; empty: all
     * @param size 0: 100
     */
    public record Query(String workspace, ProfileKey key, String name, int size, String pageToken) {}

    /** A page; the token is empty on the last one. */
    public record Page(List<Entry> entries, String nextToken) {}

    public Page list(Query query) {
        return database.snapshot(tx -> {
            ProfileRow row = finder.find(tx, query.workspace(), query.key());
            String listing = "timeline:" + row.id() + ":" + query.name();
            List<String> after = PageToken.read(listing, 2, query.pageToken());
            List<UUID> records = members.records(tx, List.of(row.id())).getOrDefault(row.id(), List.of());
            int size = query.size() == 0 ? DEFAULT_SIZE : query.size();
            TimelineStore.Page found = after.isEmpty()
                    ? timelines.firstPage(tx, records, query.name(), size)
                    : timelines.page(tx, records, stamp(after), query.name(), size);
            return found.more() ? page(listing, found.entries()) : new Page(found.entries(), "");
        });
    }

    private static Page page(String listing, List<Entry> entries) {
        Stamp last = entries.get(entries.size() - 1).stamp();
        return new Page(
                entries,
                PageToken.after(
                        listing, List.of(last.time().toString(), last.eventId().toString())));
    }

    private static Stamp stamp(List<String> key) {
        try {
            return new Stamp(Instant.parse(key.get(0)), UUID.fromString(key.get(1)));
        } catch (DateTimeParseException | IllegalArgumentException forged) {
            throw Failures.invalidPageToken();
        }
    }
}
