package io.onefold.activation.rebuild;

import io.onefold.activation.rebuild.AppliedStore.Applied;
import io.onefold.activation.rebuild.FeedStretchClient.Patience;
import io.onefold.kit.error.Failure;
import io.onefold.kit.error.Failures;
import io.onefold.kit.feed.Cursor;
import io.onefold.kit.rebuild.RebuildProgress;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a partition of a feed from its beginning up to where it is applied, and on when more is. The long way is read while everybody goes
 * on; only what came since then is read while the cursor is locked, for otherwise a feed that never rests would always be ahead.
 */
final class AppliedStretch<T> {
    private static final Duration RETRY_DELAY = Duration.ofSeconds(2);

    private final Source<T> source;
    private final int partition;
    private final Consumer<T> reader;
    private @Nullable Cursor upTo;

    /** What is read, and how far it is applied. */
    record Source<T>(
            String feed,
            Database database,
            AppliedStore applied,
            FeedStretchClient<?, T> client,
            RebuildConfig config) {}

    AppliedStretch(Source<T> source, int partition, Consumer<T> reader) {
        this.source = source;
        this.partition = partition;
        this.reader = reader;
    }

    /** Reads on; whoever waits is told that something happens. False: nothing is applied. Fails when the feed has begun anew since. */
    boolean readOn(String projection, RebuildProgress progress) {
        Optional<Applied> now = source.database.snapshot(tx -> source.applied.read(tx, source.feed, partition));
        return readOn(now, new Patience(source.config.rebuildIdle(), () -> tell(projection, progress)));
    }

    private static void tell(String projection, RebuildProgress progress) {
        try {
            progress.looked(projection, 0, 0);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Failures.unavailable("the service is stopping", RETRY_DELAY);
        }
    }

    /** The same, and nothing more of the partition is applied until the transaction ends. */
    boolean lockAndReadOn(Transaction tx) {
        Optional<Applied> now = source.applied.lock(tx, source.feed, partition);
        return readOn(now, new Patience(source.config.rebuildIdleLocked(), () -> {}));
    }

    private boolean readOn(Optional<Applied> now, Patience patience) {
        if (now.isEmpty() && upTo == null) {
            return false;
        }
        Cursor to = now.orElseThrow(this::begunAnew).cursor();
        Cursor from = upTo == null ? new Cursor(to.epoch(), 0) : upTo;
        if (from.epoch() != to.epoch()) {
            throw begunAnew();
        }
        source.client.read(partition, from, to.position(), now.get().setAside(), patience, reader);
        upTo = to;
        return true;
    }

    /** Everything of it is read and applied once more; what was read here is what was. */
    private Failure begunAnew() {
        return Failures.unavailable("the feed of " + source.feed + " has begun anew", RETRY_DELAY);
    }

    /** The epoch of what was read. */
    long epoch() {
        if (upTo == null) {
            throw new IllegalStateException("nothing was read yet");
        }
        return upTo.epoch();
    }
}
