package io.onefold.segment.profiles;

import io.onefold.segment.evaluation.Facts;
import java.util.UUID;

/**
 * A profile as the profile-service knows it at one version.
 *
 * @param exists false: it is no more, or none of its sources may create one; it has no facts and is in no audience
 */
public record ProfileState(String workspace, UUID profileId, long version, boolean exists, Facts facts) {

    ProfileState with(Facts other, long at) {
        return new ProfileState(workspace, profileId, at, exists, other);
    }
}
