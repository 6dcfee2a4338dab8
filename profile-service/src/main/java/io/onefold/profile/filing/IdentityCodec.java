package io.onefold.profile.filing;

import io.onefold.domain.Identifier;
import io.onefold.domain.IdentifierIds;
import io.onefold.profile.ownership.IdentityUpdate;
import io.onefold.profile.ownership.IdentityUpdate.Holding;
import io.onefold.profile.ownership.IdentityUpdate.Move;
import io.onefold.profile.ownership.IdentityUpdate.Standing;
import io.onefold.proto.identity.v1.IdentifierChange;
import io.onefold.proto.identity.v1.IdentityChange;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Reads changes of identity. */
@ApplicationScoped
class IdentityCodec {
    private final IdentifierIds ids;

    IdentityCodec(@ConfigProperty(name = "onefold.identifier-secret") String secret) {
        this.ids = new IdentifierIds(secret);
    }

    IdentityUpdate read(IdentityChange change) {
        String workspace = change.getWorkspace();
        return new IdentityUpdate(
                workspace,
                change.getVersion(),
                change.getErasure(),
                change.getMovesList().stream()
                        .map(m ->
                                new Move(UUID.fromString(m.getRecordId()), optional(m.getToProfileId()), m.getErased()))
                        .toList(),
                change.getIdentifiersList().stream()
                        .filter(IdentifierChange::hasIdentifier)
                        .map(i -> holding(workspace, i))
                        .toList(),
                change.getIdentifiersList().stream()
                        .filter(i -> !i.hasIdentifier())
                        .map(i -> UUID.fromString(i.getErasedIdentifierId()))
                        .toList(),
                change.getProfilesList().stream()
                        .map(p -> new Standing(
                                UUID.fromString(p.getProfileId()), optional(p.getResolvesTo()), p.getErased()))
                        .toList());
    }

    private Holding holding(String workspace, IdentifierChange change) {
        var named = change.getIdentifier();
        Identifier identifier = new Identifier(named.getNamespace(), named.getValue(), !named.getInvalid());
        return new Holding(
                ids.id(workspace, identifier),
                identifier,
                optional(change.getHolderProfileId()),
                change.getCandidateProfileIdsList().stream()
                        .map(UUID::fromString)
                        .toList());
    }

    private static @Nullable UUID optional(String id) {
        return id.isEmpty() ? null : UUID.fromString(id);
    }
}
