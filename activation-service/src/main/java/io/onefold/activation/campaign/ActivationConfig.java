package io.onefold.activation.campaign;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What is sent, and how eagerly. */
@ConfigMapping(prefix = "onefold.activation")
public interface ActivationConfig {
    /**
     * The destinations, campaigns and addresses not to be contacted: a path, or a resource of the service after `classpath:`. Absent: the
     * destinations and campaigns that are in the table already.
     */
    Optional<String> campaignsFile();

    /** How many mails are worked on at once, each runner with its share of the buckets; divides 1,024. */
    @WithDefault("4")
    int runners();

    /** How many webhooks are worked on at once; their own runners, so that an endpoint that hangs holds up no mail. Divides 1,024. */
    @WithDefault("4")
    int webhookRunners();

    /**
     * The folder below which destinations of type ad_audience_file write, one that all replicas share. Absent: no file is written, and what
     * is due for one waits.
     */
    Optional<Path> filesRoot();

    /** How far, in real time, the contacts may be behind the feed of profiles for anything to be sent. */
    @WithDefault("2s")
    Duration maxLag();

    /** How long a delivery that is being sent is left alone; longer than the longest attempt, else the start is refused. */
    @WithDefault("60s")
    Duration lease();

    /** The longest attempt to send a mail. */
    @WithDefault("30s")
    Duration sendTimeout();

    /** After what time without handing anything to the mail server a mail is given up: such attempts do not count for the campaign's `max_attempts`. */
    @WithDefault("12h")
    Duration longestOutage();

    /**
     * After what time a delivery that had to wait for its profile, its campaign or its destination is looked at again; grows with the wait
     * up to a minute. While the contacts are behind nothing is looked at.
     */
    @WithDefault("250ms")
    Duration deferral();

    /** How many webhooks to one destination are under way at once in one replica: fewer than the runners, so that others get through. */
    @WithDefault("2")
    int mostAtOnce();

    /**
     * After a restore of this service's own database: the epoch that the log names, as a sign that somebody knows of it. Until then nothing
     * goes out.
     */
    Optional<Long> acknowledgedEpoch();

    /** What became of the lists at the partners before the epoch was acknowledged; counts together with it only. */
    @WithDefault("lists-emptied")
    AfterRestore afterRestore();
}
