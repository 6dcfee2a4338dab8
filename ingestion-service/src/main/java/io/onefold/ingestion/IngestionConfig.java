package io.onefold.ingestion;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** How events are taken in. */
@ConfigMapping(prefix = "onefold.ingestion")
public interface IngestionConfig {
    /** YAML files, or resources, with workspaces and their sources; brought into the tables at each start. */
    Optional<List<String>> sourcesFile();

    /** The most bytes of JSON in one event; 1 KiB to 1 MiB. */
    @WithDefault("32768")
    int maxEventBytes();

    /**
     * How far an event's time may lie after its receive time. An hour lets devices with a slightly wrong clock be, and keeps one that is
     * days ahead from owning the latest traits for days.
     */
    @WithDefault("1h")
    Duration futureTolerance();

    /** Whether a workspace may be put on a replay clock: for demonstrations and imports of history. */
    @WithDefault("false")
    boolean replayAllowed();

    /** Threads that commit, each its own transactions. Two: while one waits for the disk, the other claims. */
    @WithDefault("2")
    int committers();

    /** The most events of several requests in one transaction; a request is never cut. */
    @WithDefault("2000")
    int maxCommitEvents();

    /**
     * The most bytes of requests that may have arrived, whole or in part, and are not yet answered or let in; beyond it, the call whose
     * bytes are too much is told to slow down. At least 17 MiB; by default an eighth of the heap.
     */
    OptionalLong maxBytesReceived();

    /**
     * The most bytes of JSON that may be in hand at once, from when events are read until they are durable; beyond it, callers are told to
     * slow down. An event in hand is several times as large in memory. At least 16 MiB; by default an eighth of the heap.
     */
    OptionalLong maxBytesInHand();

    /** How long the body of an HTTP call may take to arrive; a slower one is answered with 408. */
    @WithDefault("30s")
    Duration bodyTime();

    /** The most requests that may wait for their commit; beyond it, callers are told to slow down. */
    @WithDefault("512")
    int maxRequestsInHand();

    /** The most streams of IngestStream that one replica serves at once; beyond it, callers are told to come back or to go elsewhere. */
    @WithDefault("128")
    int maxStreams();

    /** Of these, the most of one source: no key locks the others out. */
    @WithDefault("32")
    int maxStreamsPerSource();

    /** A stream on which nothing was sent or taken for so long is ended. */
    @WithDefault("5m")
    Duration streamIdle();

    /**
     * Whether, after its store was restored to an earlier point, ingestion takes nothing in until the profile-service has returned the claims
     * of what was filed since. False: takes events in at once; one that is sent again then may count twice.
     */
    @WithDefault("true")
    boolean awaitClaims();

    /** How often real time is ticked into every partition. */
    @WithDefault("1s")
    Duration tick();
}
