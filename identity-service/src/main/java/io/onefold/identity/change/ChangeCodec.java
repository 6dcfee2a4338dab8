package io.onefold.identity.change;

import com.google.protobuf.InvalidProtocolBufferException;
import io.onefold.proto.identity.v1.IdentifierChange;
import io.onefold.proto.identity.v1.IdentityChange;
import io.onefold.proto.identity.v1.RecordMove;
import io.onefold.proto.type.v1.Identifier;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
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
                            case ERASURE -> IdentityChange.Cause.CAUSE_ERASURE;
                        })
                .setErasure(change.erasure());
        for (Move move : change.moves()) {
            message.addMoves(RecordMove.newBuilder()
                    .setRecordId(move.recordId().toString())
                    .setFromProfileId(text(move.from()))
                    .setToProfileId(text(move.to()))
                    .setErased(move.erased()));
        }
        for (IdentifierMove moved : change.identifiers()) {
            IdentifierChange.Builder identifier = IdentifierChange.newBuilder()
                    .setIdentifier(message(moved.identifier()))
                    .setHolderProfileId(text(moved.holder()));
            moved.candidates().forEach(candidate -> identifier.addCandidateProfileIds(candidate.toString()));
            message.addIdentifiers(identifier);
        }
        change.erasedIdentifiers().forEach(id -> message.addIdentifiers(erased(id)));
        for (ProfileDigest digest : change.profiles()) {
            message.addProfiles(io.onefold.proto.identity.v1.ProfileDigest.newBuilder()
                    .setProfileId(digest.profileId().toString())
                    .setRecordCount(digest.recordCount())
                    .setRecordHash(digest.recordHash().toString())
                    .setResolvesTo(text(digest.resolvesTo()))
                    .setErased(digest.erased()));
        }
        return message.build();
    }

    public static byte[] bytes(Change change) {
        return message(change).toByteArray();
    }

    private static IdentifierChange erased(UUID identifierId) {
        return IdentifierChange.newBuilder()
                .setErasedIdentifierId(identifierId.toString())
                .build();
    }

    /**
     * The item without the values of some identifiers; empty when it has none of them.
     *
     * @param erasedId gives the id of an identifier that was erased
     */
    public static Optional<byte[]> without(
            byte[] item, BiFunction<String, io.onefold.domain.Identifier, Optional<UUID>> erasedId) {
        IdentityChange change = message(item);
        IdentityChange.Builder stripped = change.toBuilder().clearIdentifiers();
        for (IdentifierChange identifier : change.getIdentifiersList()) {
            stripped.addIdentifiers(Optional.of(identifier)
                    .filter(IdentifierChange::hasIdentifier)
                    .flatMap(named -> erasedId.apply(change.getWorkspace(), identifier(named.getIdentifier())))
                    .map(ChangeCodec::erased)
                    .orElse(identifier));
        }
        IdentityChange now = stripped.build();
        return now.equals(change) ? Optional.empty() : Optional.of(now.toByteArray());
    }

    /** What {@link #bytes} wrote. */
    public static IdentityChange message(byte[] item) {
        try {
            return IdentityChange.parseFrom(item);
        } catch (InvalidProtocolBufferException notOurs) {
            throw new IllegalStateException("the store holds what we did not write", notOurs);
        }
    }

    private static io.onefold.domain.Identifier identifier(Identifier message) {
        return new io.onefold.domain.Identifier(message.getNamespace(), message.getValue(), !message.getInvalid());
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
