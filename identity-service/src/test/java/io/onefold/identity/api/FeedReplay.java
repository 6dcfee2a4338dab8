package io.onefold.identity.api;

import io.onefold.proto.identity.v1.IdentifierChange;
import io.onefold.proto.identity.v1.IdentityBatch;
import io.onefold.proto.identity.v1.IdentityChange;
import io.onefold.proto.identity.v1.ProfileDigest;
import io.onefold.proto.identity.v1.RecordMove;
import io.onefold.proto.identity.v1.WatchIdentitiesRequest;
import io.onefold.proto.identity.v1.WatchIdentitiesResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Applies the feed as a reader does: in any order, what is newer counts. */
final class FeedReplay {
    private final Map<UUID, Optional<UUID>> owners = new HashMap<>();
    private final Map<UUID, Optional<UUID>> holders = new HashMap<>();
    private final Map<UUID, Optional<UUID>> leadsTo = new HashMap<>();
    private final Map<UUID, Long> ownerVersions = new HashMap<>();
    private final Map<UUID, Long> holderVersions = new HashMap<>();
    private final Map<UUID, Long> profileVersions = new HashMap<>();

    private final Set<String> erased = new HashSet<>();
    private final Map<UUID, String> texts = new HashMap<>();

    private FeedReplay() {}

    /** Reads the feed from its beginning until it holds that many items of all workspaces. */
    static List<IdentityChange> read(IdentityClient identity, long items) {
        List<IdentityChange> changes = new ArrayList<>();
        Iterator<WatchIdentitiesResponse> responses = identity.as("dev-internal")
                .withDeadlineAfter(5, TimeUnit.MINUTES)
                .watchIdentities(
                        WatchIdentitiesRequest.newBuilder().setMaxItems(10_000).build());
        while (changes.size() < items) {
            for (IdentityBatch batch : responses.next().getBatchesList()) {
                changes.addAll(batch.getItemsList());
            }
        }
        return changes;
    }

    static FeedReplay inAnyOrder(List<IdentityChange> changes, String workspace, long seed) {
        List<IdentityChange> shuffled = new ArrayList<>(changes);
        Collections.shuffle(shuffled, new Random(seed));
        FeedReplay replay = new FeedReplay();
        shuffled.stream()
                .filter(change -> change.getWorkspace().equals(workspace))
                .forEach(replay::apply);
        return replay;
    }

    private void apply(IdentityChange change) {
        for (RecordMove move : change.getMovesList()) {
            UUID record = UUID.fromString(move.getRecordId());
            if (ownerVersions.getOrDefault(record, 0L) < change.getVersion()) {
                ownerVersions.put(record, change.getVersion());
                owners.put(record, id(move.getToProfileId()));
            }
        }
        for (IdentifierChange moved : change.getIdentifiersList()) {
            UUID identifier = identifier(change.getWorkspace(), moved);
            if (holderVersions.getOrDefault(identifier, 0L) < change.getVersion()) {
                holderVersions.put(identifier, change.getVersion());
                holders.put(identifier, id(moved.getHolderProfileId()));
            }
        }
        for (ProfileDigest digest : change.getProfilesList()) {
            UUID profile = UUID.fromString(digest.getProfileId());
            if (profileVersions.getOrDefault(profile, 0L) < change.getVersion()) {
                profileVersions.put(profile, change.getVersion());
                leadsTo.put(profile, id(digest.getResolvesTo()));
            }
        }
    }

    private UUID identifier(String workspace, IdentifierChange moved) {
        if (!moved.hasIdentifier()) {
            erased.add(moved.getErasedIdentifierId());
            return UUID.fromString(moved.getErasedIdentifierId());
        }
        String text = moved.getIdentifier().getNamespace() + ":"
                + moved.getIdentifier().getValue();
        UUID id = IdentityClient.id(workspace, text);
        texts.put(id, text);
        return id;
    }

    private static Optional<UUID> id(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(UUID.fromString(text));
    }

    /** Records that never moved are in no profile, and are absent. */
    Map<UUID, Optional<UUID>> owners() {
        return owners;
    }

    /** Of the identifiers that are named in clear. */
    Map<String, Optional<UUID>> holders() {
        Map<String, Optional<UUID>> named = new HashMap<>();
        texts.forEach((id, text) -> named.put(text, holders.getOrDefault(id, Optional.empty())));
        return named;
    }

    /** The ids of the identifiers that were erased. */
    Set<String> erased() {
        return erased;
    }

    /** Every profile id that some change named. */
    Set<UUID> namedIds() {
        return leadsTo.keySet();
    }

    /** Where an id leads when one follows what the changes say, each time as far as one step. */
    UUID follow(UUID profile) {
        UUID at = profile;
        for (int step = 0; step <= leadsTo.size(); step++) {
            Optional<UUID> next = leadsTo.getOrDefault(at, Optional.empty());
            if (next.isEmpty()) {
                return at;
            }
            at = next.get();
        }
        throw new AssertionError(profile + " leads in a circle");
    }
}
