package io.onefold.launcher.bench;

import java.util.Set;

/**
 * What a run of the benchmark measures, and how much of it.
 *
 * @param warmUp the most events that are sent before anything is measured
 * @param events of each measurement of a rate
 * @param probes single events whose way is timed
 * @param readSeconds how long each rate of reads lasts
 * @param profiles over which an audience is filled
 * @param scale profiles of the sample, of some eighteen events each, beside which it is measured what an event costs
 * @param profiled whether it is recorded in the end where the CPU goes while events go through
 */
public record BenchPlan(
        Set<BenchPart> parts,
        int warmUp,
        int events,
        int probes,
        int readSeconds,
        int profiles,
        int scale,
        boolean profiled) {
    public BenchPlan {
        parts = Set.copyOf(parts);
    }

    boolean has(BenchPart part) {
        return parts.contains(part);
    }
}
