package io.onefold.profile.support;

import io.grpc.Context;
import io.onefold.proto.profile.v1.ProfileChange;
import io.onefold.proto.profile.v1.WatchProfilesRequest;
import io.onefold.proto.profile.v1.WatchProfilesResponse;
import io.onefold.proto.type.v1.PartitionCursor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The changes of some profiles, as they come down the feed. */
public final class Watch implements AutoCloseable {
    private final Context.CancellableContext watching = Context.current().withCancellation();
    private final Set<String> profiles;
    private final Iterator<WatchProfilesResponse> responses;

    Watch(Door door, List<PartitionCursor> cursors, Collection<String> profiles) {
        this.profiles = Set.copyOf(profiles);
        Context before = watching.attach();
        try {
            responses = door.internal()
                    .withDeadlineAfter(10, TimeUnit.MINUTES)
                    .watchProfiles(WatchProfilesRequest.newBuilder()
                            .addAllCursors(cursors)
                            .build());
        } finally {
            watching.detach(before);
        }
    }

    /** The next changes, until they are enough. */
    public List<ProfileChange> until(Predicate<List<ProfileChange>> enough) {
        List<ProfileChange> changes = new ArrayList<>();
        while (!enough.test(changes)) {
            responses
                    .next()
                    .getBatchesList()
                    .forEach(batch -> batch.getItemsList().stream()
                            .filter(item -> item.hasChange()
                                    && profiles.contains(item.getChange().getProfileId()))
                            .forEach(item -> changes.add(item.getChange())));
        }
        return changes;
    }

    @Override
    public void close() {
        watching.cancel(null);
    }
}
