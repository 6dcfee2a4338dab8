package io.onefold.segment.audience;

/** Fills an audience from the profiles that exist, in the background. */
public interface AudienceFiller {
    void fill(Audience audience);
}
