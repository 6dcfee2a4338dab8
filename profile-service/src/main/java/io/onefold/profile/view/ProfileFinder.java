package io.onefold.profile.view;

import io.onefold.domain.Identifier;
import io.onefold.domain.IdentifierIds;
import io.onefold.domain.IdentifierNormalizer;
import io.onefold.kit.error.Failures;
import io.onefold.kit.sql.Transaction;
import io.onefold.profile.ownership.Holder;
import io.onefold.profile.ownership.HolderStore;
import io.onefold.profile.projection.ProfileRow;
import io.onefold.profile.projection.ProfileStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Finds the profile that a caller names, by what it is called now or was called once. */
@ApplicationScoped
public class ProfileFinder {
    /** Versions forbid loops; this bounds the reads should one be there after all. */
    private static final int MAX_STEPS = 64;

    private final HolderStore holders;
    private final ProfileStore profiles;
    private final IdentifierIds ids;

    public ProfileFinder(
            HolderStore holders,
            ProfileStore profiles,
            @ConfigProperty(name = "onefold.identifier-secret") String secret) {
        this.holders = holders;
        this.profiles = profiles;
        this.ids = new IdentifierIds(secret);
    }

    /**
     * The profile, or a failure that says what the caller must do.
     *
     * @param workspace the caller's; empty for those who see every workspace, and who can name profiles by id only
     */
    public ProfileRow find(Transaction tx, String workspace, ProfileKey key) {
        return start(tx, workspace, key)
                .flatMap(id -> follow(tx, id))
                .filter(ProfileRow::exists)
                .filter(row -> workspace.isEmpty() || row.workspace().equals(workspace))
                .orElseThrow(() -> Failures.profileNotFound(key.toString()));
    }

    private Optional<UUID> start(Transaction tx, String workspace, ProfileKey key) {
        return key instanceof ProfileKey.ByIdentifier named
                ? holder(tx, workspace, named)
                : Optional.of(((ProfileKey.ById) key).profileId());
    }

    private Optional<UUID> holder(Transaction tx, String workspace, ProfileKey.ByIdentifier named) {
        Identifier identifier = IdentifierNormalizer.normalize(named.namespace(), named.value());
        Optional<Holder> holder = holders.find(tx, ids.id(workspace, identifier));
        holder.filter(Holder::isContested).ifPresent(contested -> {
            throw Failures.identifierContested(
                    identifier.toString(),
                    contested.candidates().stream().map(UUID::toString).toList());
        });
        return holder.flatMap(h -> Optional.ofNullable(h.profileId()));
    }

    private Optional<ProfileRow> follow(Transaction tx, UUID start) {
        UUID id = start;
        for (int step = 0; step < MAX_STEPS; step++) {
            Optional<ProfileRow> row = profiles.find(tx, id);
            UUID next = row.map(ProfileRow::resolvesTo).orElse(null);
            if (next == null) {
                return row;
            }
            id = next;
        }
        throw new IllegalStateException("the id " + start + " leads in a circle");
    }
}
