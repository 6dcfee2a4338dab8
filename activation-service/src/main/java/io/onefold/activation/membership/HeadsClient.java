package io.onefold.activation.membership;

import io.grpc.Context;
import io.onefold.activation.campaign.FeedHeads;
import io.onefold.kit.feed.Cursor;
import io.onefold.proto.segment.v1.AudienceServiceGrpc.AudienceServiceBlockingStub;
import io.onefold.proto.segment.v1.ScanMembershipsRequest;
import io.onefold.proto.type.v1.PartitionCursor;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The heads of the feed of memberships: the first answer of a scan has them, and no more is asked for. */
@ApplicationScoped
class HeadsClient implements FeedHeads {
    private static final int LIMIT_SECONDS = 5;

    private final AudienceServiceBlockingStub stub;

    HeadsClient(@GrpcClient("memberships") AudienceServiceBlockingStub stub) {
        this.stub = stub;
    }

    @Override
    public Map<Integer, Cursor> now() {
        Context.CancellableContext scan = Context.current().withCancellation();
        Context before = scan.attach();
        try {
            List<PartitionCursor> first = stub.withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .scanMemberships(ScanMembershipsRequest.getDefaultInstance())
                    .next()
                    .getWatchCursorsList();
            Map<Integer, Cursor> heads = new HashMap<>();
            first.forEach(one -> heads.put(one.getPartition(), Cursor.decode(one.getCursor(), 0)));
            if (heads.isEmpty()) {
                throw new IllegalStateException("the audiences' service names no place in its feed");
            }
            return heads;
        } finally {
            scan.detach(before);
            scan.cancel(null);
        }
    }
}
