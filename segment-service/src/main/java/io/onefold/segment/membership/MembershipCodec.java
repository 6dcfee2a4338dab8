package io.onefold.segment.membership;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.onefold.domain.Bucket;
import io.onefold.kit.feed.FeedServer;
import io.onefold.kit.feed.NewItem;
import io.onefold.proto.segment.v1.MembershipBatch;
import io.onefold.proto.segment.v1.MembershipChange;
import io.onefold.proto.segment.v1.MembershipItem;
import io.onefold.proto.segment.v1.WatchMembershipsResponse;
import io.onefold.proto.type.v1.BatchHeader;
import io.onefold.proto.type.v1.Tick;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Items of the feed of memberships.
 *
 * @param audience only this audience's changes; empty: all. Positions of what is left out are passed over.
 */
public record MembershipCodec(String audience)
        implements FeedServer.Codec<MembershipItem, MembershipBatch, WatchMembershipsResponse> {

    static NewItem item(Evaluated evaluated, Publication.Change change) {
        MembershipChange proto = MembershipChange.newBuilder()
                .setWorkspace(evaluated.workspace())
                .setAudience(evaluated.subject().name())
                .setAudienceId(evaluated.subject().id().toString())
                .setProfileId(evaluated.profileId().toString())
                .setMember(change.member())
                .setEffectiveTime(timestamp(change.effective()))
                .setCause(
                        MembershipChange.Cause.valueOf("CAUSE_" + change.cause().name()))
                .setProfileVersion(evaluated.version())
                .setSequence(change.sequence())
                .setCorrection(change.correction())
                .build();
        return new NewItem(
                Bucket.of(evaluated.profileId()), evaluated.workspace(), evaluated.profileId(), proto.toByteArray());
    }

    /** A member leaves an audience that is deleted. */
    static NewItem exit(UUID audienceId, String audience, MembershipStore.Stored member, Instant effective) {
        MembershipChange.Builder proto = exit(member)
                .setAudience(audience)
                .setAudienceId(audienceId.toString())
                .setEffectiveTime(timestamp(effective))
                .setCause(MembershipChange.Cause.CAUSE_RULE);
        return item(member, proto);
    }

    /** A member leaves whose person was erased: since it entered it was none. */
    static NewItem exit(Erased gone, MembershipStore.Stored member) {
        MembershipChange.Builder proto = exit(member)
                .setAudience(Objects.requireNonNull(gone.audiences().get(member.audienceId())))
                .setAudienceId(member.audienceId().toString())
                .setEffectiveTime(timestamp(member.since()))
                .setCause(MembershipChange.Cause.CAUSE_ERASURE)
                .setProfileVersion(gone.version());
        return item(member, proto);
    }

    private static MembershipChange.Builder exit(MembershipStore.Stored member) {
        return MembershipChange.newBuilder()
                .setWorkspace(member.workspace())
                .setProfileId(member.profileId().toString())
                .setMember(false)
                .setSequence(member.sequence() + 1);
    }

    private static NewItem item(MembershipStore.Stored member, MembershipChange.Builder proto) {
        return new NewItem(
                Bucket.of(member.profileId()),
                member.workspace(),
                member.profileId(),
                proto.build().toByteArray());
    }

    /** What an item of the log said; nothing when it was wiped. */
    static Optional<PublishedLog.Told> told(byte[] payload) {
        if (payload.length == 0) {
            return Optional.empty();
        }
        MembershipChange change = parsed(payload);
        Timestamp effective = change.getEffectiveTime();
        return Optional.of(new PublishedLog.Told(
                change.getWorkspace(),
                UUID.fromString(change.getProfileId()),
                UUID.fromString(change.getAudienceId()),
                change.getMember(),
                Instant.ofEpochSecond(effective.getSeconds(), effective.getNanos()),
                change.getSequence(),
                change.getCause() == MembershipChange.Cause.CAUSE_RULE));
    }

    private static MembershipChange parsed(byte[] payload) {
        try {
            return MembershipChange.parseFrom(payload);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the log holds what was published", e);
        }
    }

    @Override
    public MembershipItem change(byte[] payload) throws InvalidProtocolBufferException {
        return MembershipItem.newBuilder()
                .setChange(MembershipChange.parseFrom(payload))
                .build();
    }

    @Override
    public MembershipItem tick(Tick tick) {
        return MembershipItem.newBuilder().setTick(tick).build();
    }

    @Override
    public MembershipItem wiped() {
        return MembershipItem.getDefaultInstance();
    }

    @Override
    public MembershipBatch batch(BatchHeader header, List<MembershipItem> items) {
        return MembershipBatch.newBuilder()
                .setHeader(header)
                .addAllItems(items.stream().filter(this::isAsked).toList())
                .build();
    }

    private boolean isAsked(MembershipItem item) {
        return audience.isEmpty()
                || item.hasTick()
                || item.getChange().getAudience().equals(audience);
    }

    @Override
    public WatchMembershipsResponse response(List<MembershipBatch> batches) {
        return WatchMembershipsResponse.newBuilder().addAllBatches(batches).build();
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
