package io.onefold.segment.listing;

import io.onefold.kit.error.Failures;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import io.onefold.segment.audience.Audience;
import io.onefold.segment.audience.AudienceStore;
import io.onefold.segment.listing.ListingStore.Found;
import io.onefold.segment.listing.ListingStore.Place;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;

/** Reads every membership chunk by chunk, in order of bucket and profile id; each chunk of one snapshot. */
@ApplicationScoped
public class MembershipScan {
    private static final int CHUNK = 1000;

    private final Database database;
    private final ListingStore store;
    private final AudienceStore audiences;
    private final AudienceNames names;

    MembershipScan(Database database, ListingStore store, AudienceStore audiences, AudienceNames names) {
        this.database = database;
        this.store = store;
        this.audiences = audiences;
        this.names = names;
    }

    /** Takes the chunks of a scan. */
    @FunctionalInterface
    public interface Reader {
        /** Waits until more is wanted; false when nobody reads any more. */
        boolean take(List<Membership> chunk) throws InterruptedException;
    }

    /** A scan of what is there. */
    @FunctionalInterface
    public interface Scan {
        void into(Reader reader) throws InterruptedException;
    }

    /**
     * Fails before anything is read when there is no such audience.
     *
     * @param workspace empty: all of them
     * @param audience empty: all of them
     */
    public Scan of(String workspace, String audience) {
        BiFunction<Transaction, Place, List<Found>> next = next(workspace, audience);
        return reader -> scan(next, reader);
    }

    private void scan(BiFunction<Transaction, Place, List<Found>> next, Reader reader) throws InterruptedException {
        Place place = Place.BEGINNING;
        boolean open = true;
        while (open) {
            Place after = place;
            List<Found> found = database.snapshot(tx -> next.apply(tx, after));
            if (found.isEmpty()) {
                return;
            }
            open = reader.take(names.name(found));
            place = Place.after(found.get(found.size() - 1));
        }
    }

    private BiFunction<Transaction, Place, List<Found>> next(String workspace, String audience) {
        if (audience.isEmpty()) {
            return (tx, after) -> store.scan(tx, workspace, after, CHUNK);
        }
        List<UUID> ids = named(workspace, audience).stream().map(Audience::id).toList();
        if (ids.isEmpty()) {
            throw Failures.audienceNotFound(audience);
        }
        return (tx, after) -> store.scan(tx, ids, after, CHUNK);
    }

    private List<Audience> named(String workspace, String audience) {
        return workspace.isEmpty()
                ? audiences.everywhere(audience)
                : audiences.find(workspace, audience).stream().toList();
    }
}
