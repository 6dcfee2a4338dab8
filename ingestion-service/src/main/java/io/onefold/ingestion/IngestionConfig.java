package io.onefold.ingestion;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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

    /** The most bytes of JSON that may be in hand at once, at least 16 MiB; beyond it, callers are told to slow down. */
    @WithDefault("67108864")
    long maxBytesInHand();

    /** The most requests that may wait for their commit; beyond it, callers are told to slow down. */
    @WithDefault("512")
    int maxRequestsInHand();

    /** The most streams of IngestStream that one replica serves at once; beyond it, callers are told to come back or to go elsewhere. */
    @WithDefault("128")
    int maxStreams();

    /** How often real time is ticked into every partition. */
    @WithDefault("1s")
    Duration tick();
}
