package io.onefold.profile.api;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.onefold.kit.error.Failures;
import io.onefold.profile.view.ProfileKey;
import io.onefold.profile.view.ProfileViewer.Query;
import io.onefold.proto.profile.v1.BatchGetProfilesRequest;
import io.onefold.proto.profile.v1.ErasePersonRequest;
import io.onefold.proto.profile.v1.GetProfileRequest;
import io.onefold.proto.profile.v1.ListTimelineRequest;
import io.onefold.proto.type.v1.Identifier;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads which profile a caller means, and as of when. */
final class ProfileQueryCodec {
    private ProfileQueryCodec() {}

    static ProfileKey key(ListTimelineRequest request) {
        return request.hasIdentifier() ? named(request.getIdentifier()) : byId(request.getProfileId());
    }

    static ProfileKey key(ErasePersonRequest request) {
        return request.hasIdentifier() ? named(request.getIdentifier()) : byId(request.getProfileId());
    }

    static Query read(String workspace, GetProfileRequest request) {
        return read(workspace, request, "");
    }

    static List<Query> read(String workspace, BatchGetProfilesRequest request) {
        List<Query> queries = new ArrayList<>(request.getRequestsCount());
        for (int i = 0; i < request.getRequestsCount(); i++) {
            String path = "requests[" + i + "].";
            if (!request.getRequests(i).getConsistencyToken().isEmpty()) {
                throw Failures.invalidField(path + "consistency_token", "one token stands for the whole batch");
            }
            queries.add(read(workspace, request.getRequests(i), path));
        }
        return queries;
    }

    private static Query read(String workspace, GetProfileRequest request, String path) {
        ProfileKey key = request.hasIdentifier() ? named(request.getIdentifier()) : byId(request.getProfileId());
        return new Query(workspace, key, request.hasAsOf() ? instant(request.getAsOf(), path) : null);
    }

    private static ProfileKey byId(String profileId) {
        return new ProfileKey.ById(UUID.fromString(profileId));
    }

    private static ProfileKey named(Identifier identifier) {
        return new ProfileKey.ByIdentifier(identifier.getNamespace(), identifier.getValue());
    }

    /** Down to the microsecond, as event times are kept. */
    private static Instant instant(Timestamp time, String path) {
        if (!Timestamps.isValid(time)) {
            throw Failures.invalidField(path + "as_of", "must be an instant of the years 1 to 9999");
        }
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).truncatedTo(ChronoUnit.MICROS);
    }
}
