package io.onefold.kit.served;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.onefold.devstack.DevStackTestResource;
import io.onefold.kit.feed.FeedLog;
import io.onefold.kit.feed.FeedReader;
import io.onefold.kit.feed.FeedSweep;
import io.onefold.kit.sql.Database;
import io.onefold.proto.ingestion.v1.EventItem;
import io.onefold.proto.ingestion.v1.WatchEventsRequest;
import io.onefold.proto.ingestion.v1.WatchEventsResponse;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.PartitionCursor;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is taken out of a feed is told to nobody, and whoever reads on misses nothing else. */
@QuarkusTest
@QuarkusTestResource(
        value = DevStackTestResource.class,
        initArgs = @ResourceArg(name = "fresh-database", value = "onefold_kit"))
class WipedItemsTest {
    private static final int ITEMS = 200;

    @Inject
    Feed feed;

    @Inject
    FeedLog log;

    @Inject
    FeedReader reader;

    @Inject
    FeedSweep sweep;

    @Inject
    Database database;

    private final ManagedChannel channel = Calls.newChannel();

    @AfterEach
    void close() {
        channel.shutdownNow();
    }

    private static UUID subject(String id) {
        return new UUID(0, Long.parseLong(id.substring(id.indexOf('-') + 1)));
    }

    private long end() {
        return database.snapshot(log::heads).values().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElseThrow();
    }

    /** All items from some cursors on until one is seen. */
    private List<EventItem> itemsUntil(String credential, List<PartitionCursor> from, String last) {
        Iterator<WatchEventsResponse> responses = Calls.blocking(channel, "Bearer " + credential)
                .withDeadlineAfter(60, TimeUnit.SECONDS)
                .watchEvents(WatchEventsRequest.newBuilder().addAllCursors(from).build());
        List<EventItem> items = new ArrayList<>();
        while (items.stream().noneMatch(item -> item.getEvent().getEventId().equals(last))) {
            responses.next().getBatchesList().forEach(batch -> items.addAll(batch.getItemsList()));
        }
        return items;
    }

    private static Set<String> ids(List<EventItem> items) {
        return items.stream()
                .filter(EventItem::hasEvent)
                .map(item -> item.getEvent().getEventId())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theyAreToldToNobodyAndTheOthersStay() {
        List<PartitionCursor> from = reader.heads();
        List<String> appended = feed.append(ITEMS, 20);
        List<String> wiped = appended.subList(0, ITEMS / 4);
        Set<UUID> subjects = wiped.stream().map(WipedItemsTest::subject).collect(Collectors.toSet());
        long end = end();
        List<FeedSweep.Item> found = database.snapshot(tx -> sweep.ofSubjects(tx, 0, end, subjects));
        assertEquals(wiped.size(), found.size());
        database.inTransaction(tx -> sweep.empty(tx, found));
        assertTrue(
                database.snapshot(tx -> sweep.ofSubjects(tx, 0, end, subjects)).isEmpty());

        // In every partition, so that each is read to its end.
        List<String> last = feed.append(ITEMS, 20);
        Set<String> left = new TreeSet<>(appended.subList(ITEMS / 4, ITEMS));
        List<EventItem> ours = itemsUntil("dev-internal", from, last.get(ITEMS - 1));
        assertTrue(ids(ours).containsAll(left));
        assertTrue(ids(ours).stream().noneMatch(wiped::contains));
        assertEquals(
                wiped.size(),
                ours.stream()
                        .filter(item -> item.equals(EventItem.getDefaultInstance()))
                        .count());
        List<EventItem> theirs = itemsUntil("dev-read", from, last.get(ITEMS - 1));
        assertTrue(ids(theirs).containsAll(left));
        assertTrue(theirs.stream().noneMatch(item -> item.equals(EventItem.getDefaultInstance())));
    }

    @Test
    void whatIsRewrittenIsToldAsItIsNow() {
        List<PartitionCursor> from = reader.heads();
        String id = feed.append(1, 20).get(0);
        long end = end();
        List<FeedSweep.Item> found = database.snapshot(tx -> sweep.ofWorkspaces(tx, 0, end, List.of("dev"))).stream()
                .filter(item -> item.subject().equals(subject(id)))
                .toList();
        byte[] other = Event.newBuilder().setEventId("rewritten-" + id).build().toByteArray();
        database.inTransaction(tx -> sweep.rewrite(tx, List.of(found.get(0).with(other))));
        List<byte[]> seen = new ArrayList<>();
        database.snapshot(tx -> {
            sweep.after(
                    tx,
                    from.stream().collect(Collectors.toMap(PartitionCursor::getPartition, cursor -> 0L)),
                    seen::add);
            return seen.size();
        });
        assertTrue(seen.stream()
                .anyMatch(payload -> new String(payload, StandardCharsets.UTF_8).contains("rewritten-" + id)));
        assertTrue(ids(itemsUntil("dev-internal", from, "rewritten-" + id)).contains("rewritten-" + id));
    }
}
