package io.onefold.identity.api;

import com.google.protobuf.Timestamp;
import io.onefold.identity.change.ChangeCodec;
import io.onefold.identity.lookup.Identity;
import io.onefold.proto.identity.v1.Evidence;
import io.onefold.proto.identity.v1.GetIdentityResponse;
import io.onefold.proto.identity.v1.IdentityRecord;
import java.time.Instant;

/** Identities as messages. */
final class IdentityCodec {
    private IdentityCodec() {}

    static GetIdentityResponse response(Identity identity) {
        GetIdentityResponse.Builder response = GetIdentityResponse.newBuilder()
                .setProfileId(identity.profileId().toString())
                .setVersion(identity.version());
        identity.held().forEach(held -> response.addIdentifiers(ChangeCodec.message(held)));
        identity.contested().forEach(contested -> response.addContested(ChangeCodec.message(contested)));
        identity.records().forEach(record -> response.addRecords(record(record)));
        return response.build();
    }

    private static IdentityRecord record(Identity.KnownRecord known) {
        IdentityRecord.Builder record =
                IdentityRecord.newBuilder().setRecordId(known.recordId().toString());
        known.identifiers().forEach(identifier -> record.addIdentifiers(ChangeCodec.message(identifier)));
        known.evidence()
                .forEach(seen -> record.addEvidence(Evidence.newBuilder()
                        .setSource(seen.source())
                        .setEnriching(seen.enriching())
                        .setFirstTime(time(seen.first()))
                        .setLastTime(time(seen.last()))));
        return record.build();
    }

    private static Timestamp time(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
