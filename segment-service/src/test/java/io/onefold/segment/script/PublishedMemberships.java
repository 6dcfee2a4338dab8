package io.onefold.segment.script;

import io.grpc.Context;
import io.onefold.proto.segment.v1.MembershipBatch;
import io.onefold.proto.segment.v1.MembershipChange;
import io.onefold.proto.segment.v1.MembershipItem;
import io.onefold.proto.segment.v1.WatchMembershipsRequest;
import io.onefold.proto.segment.v1.WatchMembershipsResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Reads the feed of memberships from its beginning. */
public final class PublishedMemberships {
    private PublishedMemberships() {}

    /** The changes of one audience, by partition; waits until there are as many as wanted. */
    public static List<MembershipChange> of(String audience, int count) {
        return of("dev-read", audience, count);
    }

    /** The same for whoever holds a token. */
    public static List<MembershipChange> of(String token, String audience, int count) {
        Context.CancellableContext watching = Context.current().withCancellation();
        Context before = watching.attach();
        try {
            Iterator<WatchMembershipsResponse> responses = SegmentCalls.as(token)
                    .withDeadlineAfter(2, TimeUnit.MINUTES)
                    .watchMemberships(WatchMembershipsRequest.newBuilder()
                            .setAudience(audience)
                            .build());
            List<MembershipChange> changes = new ArrayList<>();
            while (changes.size() < count) {
                responses.next().getBatchesList().stream()
                        .flatMap(batch -> batch.getItemsList().stream())
                        .filter(MembershipItem::hasChange)
                        .map(MembershipItem::getChange)
                        .forEach(changes::add);
            }
            return changes;
        } finally {
            watching.detach(before);
            watching.cancel(null);
        }
    }

    /** All changes of a workspace up to an instant of its clock, by partition. */
    public static List<MembershipChange> upTo(String token, String workspace, Instant time, int partitions) {
        Context.CancellableContext watching = Context.current().withCancellation();
        Context before = watching.attach();
        try {
            Iterator<WatchMembershipsResponse> responses = SegmentCalls.as(token)
                    .withDeadlineAfter(2, TimeUnit.MINUTES)
                    .watchMemberships(WatchMembershipsRequest.getDefaultInstance());
            Set<Integer> passed = new HashSet<>();
            List<MembershipChange> changes = new ArrayList<>();
            while (passed.size() < partitions) {
                for (MembershipBatch batch : responses.next().getBatchesList()) {
                    for (MembershipItem item : batch.getItemsList()) {
                        if (item.hasChange()) {
                            changes.add(item.getChange());
                        } else if (item.getTick().getWorkspace().equals(workspace)
                                && item.getTick().getTime().getSeconds() >= time.getEpochSecond()) {
                            passed.add(batch.getHeader().getPartition());
                        }
                    }
                }
            }
            return changes;
        } finally {
            watching.detach(before);
            watching.cancel(null);
        }
    }
}
