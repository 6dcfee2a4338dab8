package io.onefold.segment.preview;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Who is in an audience at one instant: how many, and the smallest of their ids. */
public record Preview(Instant asOf, long size, List<UUID> sample) {}
