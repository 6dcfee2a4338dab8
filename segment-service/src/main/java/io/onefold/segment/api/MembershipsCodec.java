package io.onefold.segment.api;

import io.onefold.proto.segment.v1.ListMembersResponse;
import io.onefold.proto.segment.v1.ListMembershipsResponse;
import io.onefold.proto.segment.v1.ScanMembershipsResponse;
import io.onefold.segment.listing.Member;
import io.onefold.segment.listing.MemberListing;
import io.onefold.segment.listing.Membership;
import io.onefold.segment.listing.MembershipListing;
import java.util.List;

/** Listed memberships as their protos. */
final class MembershipsCodec {
    private MembershipsCodec() {}

    static ListMembersResponse write(MemberListing.Page page) {
        return ListMembersResponse.newBuilder()
                .addAllMembers(
                        page.members().stream().map(MembershipsCodec::write).toList())
                .setNextPageToken(page.nextPageToken())
                .setTotalSize(page.totalSize())
                .build();
    }

    static ListMembershipsResponse write(MembershipListing.Listed listed) {
        return ListMembershipsResponse.newBuilder()
                .addAllMemberships(write(listed.memberships()))
                .setProfileId(listed.profileId().toString())
                .addAllFillingAudiences(listed.filling())
                .build();
    }

    static ScanMembershipsResponse chunk(List<Membership> memberships) {
        return ScanMembershipsResponse.newBuilder()
                .addAllMemberships(write(memberships))
                .build();
    }

    private static List<io.onefold.proto.segment.v1.Membership> write(List<Membership> memberships) {
        return memberships.stream().map(MembershipsCodec::write).toList();
    }

    private static io.onefold.proto.segment.v1.Membership write(Membership membership) {
        return io.onefold.proto.segment.v1.Membership.newBuilder()
                .setAudience(membership.audience())
                .setProfileId(membership.profileId().toString())
                .setSince(TimeCodec.write(membership.since()))
                .setSequence(membership.sequence())
                .setWorkspace(membership.workspace())
                .build();
    }

    private static io.onefold.proto.segment.v1.Member write(Member member) {
        return io.onefold.proto.segment.v1.Member.newBuilder()
                .setProfileId(member.profileId().toString())
                .setSince(TimeCodec.write(member.since()))
                .build();
    }
}
