package io.onefold.segment.profiles;

import io.onefold.segment.evaluation.EventFact;
import io.onefold.segment.evaluation.Facts;
import java.util.ArrayList;
import java.util.List;
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
    /** Without the facts these; with them what was packed before the events in {@code unpacked} came. */
    private final @Nullable PackedFacts packed;

    private final List<EventFact> unpacked;
    private final @Nullable LastLook look;

    private ProfileState(
            String workspace,
            UUID profileId,
            long version,
            boolean exists,
            @Nullable Facts facts,
            @Nullable PackedFacts packed,
            List<EventFact> unpacked,
            @Nullable LastLook look) {
        this.workspace = workspace;
        this.profileId = profileId;
        this.version = version;
        this.exists = exists;
        this.facts = facts;
        this.packed = packed;
        this.unpacked = unpacked;
        this.look = look;
    }

    public ProfileState(String workspace, UUID profileId, long version, boolean exists, Facts facts) {
        this(workspace, profileId, version, exists, facts, null, List.of(), null);
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

    /** When they are packed: made anew each time, or whenever another profile was looked at in between. */
    public Facts facts() {
        if (facts != null) {
            return facts;
        }
        return look == null ? packedFacts().unpack() : look.at(packedFacts());
    }

    /** Those that are packed already are taken as they are. */
    PackedFacts packedFacts() {
        if (packed == null || !unpacked.isEmpty() && packed.isFull()) {
            return PackedFacts.of(Objects.requireNonNull(facts));
        }
        return unpacked.isEmpty() ? packed : packed.and(unpacked);
    }

    ProfileState with(Facts other, long at) {
        return new ProfileState(workspace, profileId, at, exists, other);
    }

    /** The profile after some events were added; those that are there already are not added twice. */
    ProfileState and(List<EventFact> added, long at) {
        Facts known = facts();
        List<EventFact> news = known.news(added);
        if (news.isEmpty()) {
            return new ProfileState(workspace, profileId, at, exists, known, packed, unpacked, null);
        }
        List<EventFact> more = new ArrayList<>(unpacked);
        more.addAll(news);
        return new ProfileState(workspace, profileId, at, exists, known.andNews(news), packed, more, null);
    }

    /** Takes little memory, and time whenever the facts are looked at. */
    ProfileState packed() {
        return facts == null && look == null ? this : packed(null);
    }

    /** Packed, with the last look shared among some. */
    ProfileState packed(@Nullable LastLook shared) {
        return new ProfileState(workspace, profileId, version, exists, null, packedFacts(), List.of(), shared);
    }

    ProfileState unpacked() {
        return facts != null
                ? this
                : new ProfileState(workspace, profileId, version, exists, facts(), packed, List.of(), null);
    }
}
