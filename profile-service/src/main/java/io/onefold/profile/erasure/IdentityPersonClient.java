package io.onefold.profile.erasure;

import io.grpc.StatusRuntimeException;
import io.onefold.kit.error.Failures;
import io.onefold.profile.view.ProfileKey;
import io.onefold.proto.identity.v1.EraseRecordsRequest;
import io.onefold.proto.identity.v1.FixPersonRequest;
import io.onefold.proto.identity.v1.FixPersonResponse;
import io.onefold.proto.identity.v1.GetErasureProgressRequest;
import io.onefold.proto.identity.v1.IdentityServiceGrpc.IdentityServiceBlockingStub;
import io.onefold.proto.type.v1.Identifier;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Asks identity who a person is. */
@ApplicationScoped
class IdentityPersonClient {
    private static final long LIMIT_SECONDS = 30;

    private final IdentityServiceBlockingStub identity;

    IdentityPersonClient(@GrpcClient("resolve") IdentityServiceBlockingStub identity) {
        this.identity = identity;
    }

    /**
     * Who a person is.
     *
     * @param partial the person has more records than an erasure lists
     * @param left those that are not listed, to be named when the person is asked for again
     */
    record Fixed(Erasure erasure, boolean partial, List<UUID> left) {}

    /**
     * The person under the name of an erasure.
     *
     * @param left the records that the answer before had left, wherever they are now
     */
    Fixed fix(UUID erasureId, String workspace, ProfileKey key, Instant requestTime, String keyHash, List<UUID> left) {
        FixPersonRequest.Builder request = FixPersonRequest.newBuilder().setWorkspace(workspace);
        left.forEach(record -> request.addLeftRecordIds(record.toString()));
        if (key instanceof ProfileKey.ByIdentifier named) {
            request.setIdentifier(
                    Identifier.newBuilder().setNamespace(named.namespace()).setValue(named.value()));
        } else {
            request.setProfileId(((ProfileKey.ById) key).profileId().toString());
        }
        FixPersonResponse person = fix(request.build());
        Erasure erasure = new Erasure(
                erasureId,
                0,
                workspace,
                requestTime,
                ErasureCodec.ids(person.getProfileIdsList()),
                ErasureCodec.ids(person.getRecordIdsList()),
                ErasureCodec.ids(person.getIdentifierIdsList()),
                person.getNamespacesList(),
                keyHash);
        return new Fixed(erasure, person.getPartial(), ErasureCodec.ids(person.getLeftRecordIdsList()));
    }

    /** What identity refuses is the caller's to mend. */
    private FixPersonResponse fix(FixPersonRequest request) {
        try {
            return stub().fixPerson(request);
        } catch (StatusRuntimeException refused) {
            throw Failures.passedOn(refused)
                    .<RuntimeException>map(failure -> failure)
                    .orElse(refused);
        }
    }

    /** Has somebody erased again who was erased before, should identity have forgotten it. */
    void eraseAgain(Erasure erasure) {
        var unused = stub().eraseRecords(EraseRecordsRequest.newBuilder()
                .setErasure(ErasureCodec.write(erasure))
                .build());
    }

    boolean isWiped(UUID erasureId) {
        return stub().getErasureProgress(GetErasureProgressRequest.newBuilder()
                        .setErasureId(erasureId.toString())
                        .build())
                .getWiped();
    }

    private IdentityServiceBlockingStub stub() {
        return identity.withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
}
