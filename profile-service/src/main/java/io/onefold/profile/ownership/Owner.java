package io.onefold.profile.ownership;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which profile holds a record, as of a version of identity. */
public record Owner(@Nullable UUID profileId, long version) {}
