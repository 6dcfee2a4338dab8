package io.onefold.identity.change;

import io.onefold.proto.identity.v1.IdentifierChange;
import io.onefold.proto.identity.v1.IdentityChange;
import io.onefold.proto.identity.v1.RecordMove;
import io.onefold.proto.type.v1.Identifier;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Changes as messages: the same in the feed and in the answer of Resolve. */
public final class ChangeCodec {
    private ChangeCodec() {}

    public static IdentityChange message(Change change) {
        IdentityChange.Builder message = IdentityChange.newBuilder()
                .setWorkspace(change.workspace())
                .setVersion(change.version())
                .setCause(
                        switch (change.cause()) {
                            case EVIDENCE -> IdentityChange.Cause.CAUSE_EVIDENCE;
                            case RULES -> IdentityChange.Cause.CAUSE_RULES;
                        });
        for (Move move : change.moves()) {
            message.addMoves(RecordMove.newBuilder()
                    .setRecordId(move.recordId().toString())
                    .setFromProfileId(text(move.from()))
                    .setToProfileId(text(move.to())));
        }
        for (IdentifierMove moved : change.identifiers()) {
            IdentifierChange.Builder identifier = IdentifierChange.newBuilder()
                    .setIdentifier(message(moved.identifier()))
                    .setHolderProfileId(text(moved.holder()));
            moved.candidates().forEach(candidate -> identifier.addCandidateProfileIds(candidate.toString()));
            message.addIdentifiers(identifier);
        }
        for (ProfileDigest digest : change.profiles()) {
            message.addProfiles(io.onefold.proto.identity.v1.ProfileDigest.newBuilder()
                    .setProfileId(digest.profileId().toString())
                    .setRecordCount(digest.recordCount())
                    .setRecordHash(digest.recordHash().toString())
                    .setResolvesTo(text(digest.resolvesTo())));
        }
        return message.build();
    }

    public static byte[] bytes(Change change) {
        return message(change).toByteArray();
    }

    public static Identifier message(io.onefold.domain.Identifier identifier) {
        return Identifier.newBuilder()
                .setNamespace(identifier.namespace())
                .setValue(identifier.value())
                .setInvalid(!identifier.valid())
                .build();
    }

    /** An id as text; empty for none. */
    public static String text(@Nullable UUID id) {
        return id == null ? "" : id.toString();
    }
}
