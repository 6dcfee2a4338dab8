package io.onefold.segment.preview;

import io.onefold.kit.error.Failures;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.Progress;
import io.onefold.segment.audience.Audience;
import io.onefold.segment.audience.AudienceFinder;
import io.onefold.segment.membership.Instants;
import io.onefold.segment.profiles.ProfilesClient;
import io.onefold.segment.profiles.ProfilesUpstream;
import io.onefold.segment.profiles.Wanted;
import io.onefold.segment.rule.Needs;
import io.onefold.segment.rule.Rule;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Evaluates a rule over all profiles of a workspace as of some instants, with the evaluator of the live path. Changes nothing. */
@ApplicationScoped
public class AudiencePreviewer {
    private static final int MOST_SAMPLED = 1_000_000;
    /** Each reads a whole workspace and holds its samples in memory. */
    private static final int MOST_AT_ONCE = 2;

    private static final Duration RETRY_DELAY = Duration.ofSeconds(5);

    private final ProfilesClient profiles;
    private final AudienceFinder finder;
    private final Instants instants;
    private final Progress progress;
    private final Semaphore running = new Semaphore(MOST_AT_ONCE);

    AudiencePreviewer(ProfilesClient profiles, AudienceFinder finder, Instants instants, Progress progress) {
        this.profiles = profiles;
        this.finder = finder;
        this.instants = instants;
        this.progress = progress;
    }

    /** Whose rule. */
    public sealed interface Subject {
        /** An audience's. */
        record Named(String audience) implements Subject {}

        /** Nobody's. */
        record Ruled(Rule rule) implements Subject {}
    }

    /**
     * What to preview.
     *
     * @param asOf in any order; empty: the instant at which the workspace's clock stands
     */
    public record Query(String workspace, Subject subject, List<Instant> asOf, int sampleSize, ConsistencyToken token) {
        public Query {
            asOf = List.copyOf(asOf);
            if ((long) sampleSize * asOf.size() > MOST_SAMPLED) {
                throw Failures.invalidField(
                        "sample_size", "over all instants of as_of at most " + MOST_SAMPLED + " ids can be given");
            }
        }
    }

    /** One preview for each instant, in the order of the query. */
    public record Outcome(List<Preview> previews, long evaluatedProfileCount) {}

    public Outcome preview(Query query) {
        progress.await(query.token(), profiles::translate, ProfilesUpstream.FEED);
        Rule rule = rule(query);
        List<Instant> asOf = query.asOf().isEmpty() ? List.of(instants.read().of(query.workspace())) : query.asOf();
        if (!running.tryAcquire()) {
            throw Failures.overloaded("this replica runs " + MOST_AT_ONCE + " previews already", RETRY_DELAY);
        }
        try {
            Tally tally = new Tally(rule, asOf, query.sampleSize());
            // The suite's own services have no workspace, and to scan none of them would be to scan all.
            if (!query.workspace().isEmpty()) {
                Needs needs = rule.needs();
                profiles.scan(
                        query.workspace(),
                        Wanted.of(needs),
                        some -> some.forEach(profile -> tally.add(profile.of(needs))));
            }
            return new Outcome(tally.at(asOf), tally.evaluated());
        } finally {
            running.release();
        }
    }

    private Rule rule(Query query) {
        if (query.subject() instanceof Subject.Named named) {
            Audience audience = finder.get(query.workspace(), named.audience());
            if (!audience.readable()) {
                throw Failures.unavailable("the rule of audience " + audience.name() + " cannot be read", RETRY_DELAY);
            }
            return audience.rule();
        }
        return ((Subject.Ruled) query.subject()).rule();
    }
}
