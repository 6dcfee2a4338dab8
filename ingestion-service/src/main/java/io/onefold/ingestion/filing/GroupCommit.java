package io.onefold.ingestion.filing;

import io.onefold.ingestion.IngestionConfig;
import io.onefold.kit.error.Failure;
import io.onefold.kit.error.Failures;
import io.onefold.kit.log.Wordless;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Puts requests that wait at the same time into one transaction. A commit costs a wait for the disk, whatever is in it: so under load the
 * cost per event falls, and the heads are locked once per batch. A lone request waits for nobody.
 */
final class GroupCommit implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(GroupCommit.class);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
    private static final long LOOK_MILLIS = 200;

    private final Function<List<Submission>, List<Filed>> commit;
    private final int maxEvents;
    private final BlockingQueue<Waiting> queue;
    private final List<Thread> committers = new ArrayList<>();
    private volatile boolean closing;

    GroupCommit(Function<List<Submission>, List<Filed>> commit, IngestionConfig config) {
        this.commit = commit;
        this.maxEvents = config.maxCommitEvents();
        this.queue = new ArrayBlockingQueue<>(config.maxRequestsInHand());
        for (int i = 0; i < config.committers(); i++) {
            Thread committer = new Thread(this::run, "committer-" + i);
            committers.add(committer);
            committer.start();
        }
    }

    private record Waiting(Submission submission, CompletableFuture<Filed> answer) {}

    /** Answers once the submission is durable. */
    CompletableFuture<Filed> submit(Submission submission) {
        if (closing) {
            throw stopping();
        }
        Waiting waiting = new Waiting(submission, new CompletableFuture<>());
        if (!queue.offer(waiting)) {
            throw Failures.overloaded("too many requests wait to be filed", RETRY_DELAY);
        }
        // Closed in between: the committers may have looked for the last time, and nobody would ever answer.
        if (closing && queue.remove(waiting)) {
            throw stopping();
        }
        return waiting.answer();
    }

    private void run() {
        try {
            while (!closing || !queue.isEmpty()) {
                List<Waiting> batch = next();
                if (!batch.isEmpty()) {
                    commit(batch);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Waiting> next() throws InterruptedException {
        List<Waiting> batch = new ArrayList<>();
        int events = 0;
        Waiting waiting = queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        while (waiting != null) {
            batch.add(waiting);
            events += waiting.submission().items().size();
            waiting = events < maxEvents ? queue.poll() : null;
        }
        return batch;
    }

    private void commit(List<Waiting> batch) {
        try {
            List<Filed> filed =
                    commit.apply(batch.stream().map(Waiting::submission).toList());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).answer().complete(filed.get(i));
            }
        } catch (RuntimeException | Error failure) {
            if (batch.size() > 1 && isData(failure)) {
                // Everything that PostgreSQL refuses should have been excluded before; if not, only its own request may
                // suffer.
                LOG.errorf(
                        Wordless.of(failure), "a commit of %d requests was refused; each is tried alone", batch.size());
                batch.forEach(waiting -> commit(List.of(waiting)));
            } else {
                batch.forEach(waiting -> waiting.answer().completeExceptionally(failure));
            }
        }
    }

    /** Data exceptions and broken constraints: the same statement would fail again. */
    private static boolean isData(Throwable failure) {
        if (!(failure instanceof PgException pg)) {
            return false;
        }
        @Nullable String state = pg.getSqlState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    /** Takes no more, files what waits. */
    @Override
    public void close() {
        closing = true;
        for (Thread committer : committers) {
            try {
                committer.join(TimeUnit.SECONDS.toMillis(10));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        queue.forEach(waiting -> waiting.answer().completeExceptionally(stopping()));
    }

    private static Failure stopping() {
        return Failures.unavailable("the service is stopping", RETRY_DELAY);
    }
}
