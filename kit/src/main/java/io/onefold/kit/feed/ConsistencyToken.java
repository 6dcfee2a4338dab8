package io.onefold.kit.feed;

import com.google.protobuf.InvalidProtocolBufferException;
import io.onefold.kit.error.Failures;
import io.onefold.proto.type.v1.ConsistencyTokenContent;
import io.onefold.proto.type.v1.FeedPositions;
import io.onefold.proto.type.v1.PartitionPosition;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Positions in feeds that a write has reached, and that a read can ask for. Opaque outside the suite. */
public record ConsistencyToken(Map<String, Positions> feeds) {
    public static final ConsistencyToken NONE = new ConsistencyToken(Map.of());

    /** Positions in one epoch of one feed, by partition. */
    public record Positions(long epoch, Map<Integer, Long> byPartition) {
        public Positions {
            byPartition = Map.copyOf(byPartition);
        }
    }

    public ConsistencyToken {
        feeds = Map.copyOf(feeds);
    }

    public static ConsistencyToken of(String feed, long epoch, Map<Integer, Long> positions) {
        return new ConsistencyToken(Map.of(feed, new Positions(epoch, positions)));
    }

    public boolean isEmpty() {
        return feeds.isEmpty();
    }

    /** Of a token of one feed: its positions by partition; none when it stands for nothing. */
    public Map<Integer, Long> positions() {
        return feeds.values().stream().findFirst().map(Positions::byPartition).orElse(Map.of());
    }

    /** Stands for what both stand for; of two epochs of a feed the later one counts. */
    public ConsistencyToken and(ConsistencyToken other) {
        Map<String, Positions> merged = new HashMap<>(feeds);
        other.feeds.forEach((feed, positions) -> merged.merge(feed, positions, ConsistencyToken::later));
        return new ConsistencyToken(merged);
    }

    private static Positions later(Positions a, Positions b) {
        if (a.epoch != b.epoch) {
            return a.epoch > b.epoch ? a : b;
        }
        Map<Integer, Long> merged = new HashMap<>(a.byPartition);
        b.byPartition.forEach((partition, position) -> merged.merge(partition, position, Math::max));
        return new Positions(a.epoch, merged);
    }

    public String encode() {
        ConsistencyTokenContent.Builder content = ConsistencyTokenContent.newBuilder();
        new TreeMap<>(feeds).forEach((feed, positions) -> {
            FeedPositions.Builder written =
                    content.addFeedsBuilder().setFeed(feed).setEpoch(positions.epoch);
            new TreeMap<>(positions.byPartition)
                    .forEach((partition, position) -> written.addPositions(PartitionPosition.newBuilder()
                            .setPartition(partition)
                            .setPosition(position)));
        });
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(content.build().toByteArray());
    }

    /** Reads a token; empty text stands for nothing. */
    public static ConsistencyToken decode(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        try {
            Map<String, Positions> feeds = new HashMap<>();
            for (FeedPositions read : ConsistencyTokenContent.parseFrom(
                            Base64.getUrlDecoder().decode(text))
                    .getFeedsList()) {
                Map<Integer, Long> positions = new HashMap<>();
                read.getPositionsList().forEach(p -> positions.put(p.getPartition(), p.getPosition()));
                feeds.put(read.getFeed(), new Positions(read.getEpoch(), positions));
            }
            return new ConsistencyToken(feeds);
        } catch (IllegalArgumentException | InvalidProtocolBufferException notAToken) {
            throw Failures.invalidConsistencyToken();
        }
    }
}
