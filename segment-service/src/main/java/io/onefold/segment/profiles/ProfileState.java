package io.onefold.segment.profiles;

import io.onefold.segment.evaluation.Facts;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A profile as the profile-service knows it at one version. */
public final class ProfileState {
    private final String workspace;
    private final UUID profileId;
    private final long version;
    private final boolean exists;
    private final @Nullable Facts facts;
    private final @Nullable PackedFacts packed;

    private ProfileState(
            String workspace,
            UUID profileId,
            long version,
            boolean exists,
            @Nullable Facts facts,
            @Nullable PackedFacts packed) {
        this.workspace = workspace;
        this.profileId = profileId;
        this.version = version;
        this.exists = exists;
        this.facts = facts;
        this.packed = packed;
    }

    public ProfileState(String workspace, UUID profileId, long version, boolean exists, Facts facts) {
        this(workspace, profileId, version, exists, facts, null);
    }

    public String workspace() {
        return workspace;
    }

    public UUID profileId() {
        return profileId;
    }

    public long version() {
        return version;
    }

    /** False: it is no more, or none of its sources may create one; it has no facts and is in no audience. */
    public boolean exists() {
        return exists;
    }

    /** Made anew each time when they are packed. */
    public Facts facts() {
        return facts != null ? facts : packedFacts().unpack();
    }

    PackedFacts packedFacts() {
        return packed != null ? packed : PackedFacts.of(Objects.requireNonNull(facts));
    }

    ProfileState with(Facts other, long at) {
        return new ProfileState(workspace, profileId, at, exists, other);
    }

    /** Takes little memory, and time whenever the facts are looked at. */
    ProfileState packed() {
        return packed != null ? this : new ProfileState(workspace, profileId, version, exists, null, packedFacts());
    }

    ProfileState unpacked() {
        return facts != null ? this : with(facts(), version);
    }
}
