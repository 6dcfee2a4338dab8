package io.onefold.ingestion.filing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.rpc.Code;
import io.onefold.ingestion.IngestionConfig;
import io.onefold.ingestion.OnStack;
import io.onefold.ingestion.event.Outcome;
import io.onefold.ingestion.event.Reason;
import io.onefold.ingestion.source.Source;
import io.onefold.ingestion.source.SourceRegistry;
import io.onefold.kit.error.Failure;
import io.onefold.kit.sql.Database;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** One request's misfortune is not its neighbours', and nobody waits without bound. */
@QuarkusTest
class GroupCommitTest extends OnStack {
    @Inject
    FilingTransaction transaction;

    @Inject
    Database database;

    @Inject
    SourceRegistry sources;

    @Inject
    IngestionConfig config;

    private Submission submission(String detail) {
        Source source = sources.of(sources.find("dev-social").orElseThrow());
        return new Submission(
                source, List.of(new Submission.Item(new Outcome.Rejected(Reason.JSON, detail), new byte[0])));
    }

    /** What PostgreSQL refuses fails in the middle of a real transaction here, as a poison that nobody thought of would. */
    private List<Filed> fileOrFail(List<Submission> submissions) {
        boolean poisoned = submissions.stream()
                .flatMap(submission -> submission.items().stream())
                .anyMatch(item -> ((Outcome.Rejected) item.outcome()).detail().equals("poison"));
        if (poisoned) {
            database.inTransaction(tx -> tx.query("select 1 / $1::integer", 0));
        }
        return transaction.file(submissions);
    }

    @Test
    void aPoisonThatNobodyThoughtOfFailsItsOwnRequestAlone() throws InterruptedException {
        CountDownLatch gathered = new CountDownLatch(1);
        try (GroupCommit commits = new GroupCommit(
                submissions -> {
                    awaitUninterruptibly(gathered);
                    return fileOrFail(submissions);
                },
                config)) {
            List<CompletableFuture<Filed>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(commits.submit(submission(i == 10 ? "poison" : "harmless")));
            }
            gathered.countDown();
            for (int i = 0; i < 20; i++) {
                CompletableFuture<Filed> answer = answers.get(i);
                if (i == 10) {
                    assertThrows(CompletionException.class, answer::join);
                } else {
                    assertEquals(1, answer.join().verdicts().size());
                }
            }
        }
    }

    /** The first statement that fails must be the one that is heard of, also when others were sent behind it. */
    @Test
    void aPoisonInTheMiddleOfThePipelineFailsItsOwnRequestAlone() {
        Source source = sources.of(sources.find("dev-social").orElseThrow());
        CountDownLatch gathered = new CountDownLatch(1);
        try (GroupCommit commits = new GroupCommit(
                submissions -> {
                    awaitUninterruptibly(gathered);
                    return transaction.file(submissions);
                },
                config)) {
            List<CompletableFuture<Filed>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String messageId = i == 10 ? "a NUL: \0" : "harmless";
                answers.add(commits.submit(new Submission(
                        source,
                        List.of(new Submission.Item(
                                new Outcome.Quarantined(
                                        UUID.randomUUID(), messageId, 1, Reason.BAD_STRING, "detail", new byte[] {1}),
                                new byte[0])))));
            }
            gathered.countDown();
            for (int i = 0; i < 20; i++) {
                CompletableFuture<Filed> answer = answers.get(i);
                if (i == 10) {
                    assertThrows(CompletionException.class, answer::join);
                } else {
                    assertEquals(1, answer.join().verdicts().size());
                }
            }
        }
    }

    /** Whoever comes while the service stops is filed or turned away, and never left waiting. */
    @Test
    void nobodyIsLeftWaitingWhenTheServiceStops() throws Exception {
        for (int round = 0; round < 5; round++) {
            GroupCommit commits = new GroupCommit(
                    submissions -> submissions.stream()
                            .map(submission -> new Filed(List.of(), ""))
                            .toList(),
                    config);
            List<CompletableFuture<Void>> callers = new ArrayList<>();
            for (int caller = 0; caller < 4; caller++) {
                callers.add(CompletableFuture.runAsync(() -> submitUntilClosed(commits)));
            }
            commits.close();
            CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)).get(120, TimeUnit.SECONDS);
        }
    }

    private void submitUntilClosed(GroupCommit commits) {
        Submission submission = submission("harmless");
        while (true) {
            try {
                var unused = commits.submit(submission).join();
            } catch (Failure turnedAway) {
                assertEquals(Code.UNAVAILABLE, turnedAway.code());
                return;
            } catch (CompletionException leftInTheQueue) {
                return;
            }
        }
    }

    @Test
    void whoComesWhenTheQueueIsFullIsToldToSlowDown() {
        CountDownLatch open = new CountDownLatch(1);
        try (GroupCommit commits = new GroupCommit(
                submissions -> {
                    awaitUninterruptibly(open);
                    return transaction.file(submissions);
                },
                config)) {
            List<CompletableFuture<Filed>> taken = new ArrayList<>();
            Failure refused = assertThrows(Failure.class, () -> {
                // The queue, and what the committers may have taken out of it before they were held up.
                int most = config.maxRequestsInHand() + config.committers() * config.maxCommitEvents() + 1;
                for (int i = 0; i < most; i++) {
                    taken.add(commits.submit(submission("waits")));
                }
            });
            assertEquals(Code.RESOURCE_EXHAUSTED, refused.code());
            open.countDown();
            taken.forEach(answer -> assertEquals(1, answer.join().verdicts().size()));
        }
    }

    @Test
    void bytesInHandAreBoundedAndGivenBack() {
        Admission admission = new Admission(100);
        try (Admission.Ticket large = admission.enter(1000)) {
            Failure refused =
                    assertThrows(Failure.class, () -> admission.enter(1).close());
            assertEquals(Code.RESOURCE_EXHAUSTED, refused.code());
        }
        try (Admission.Ticket one = admission.enter(60);
                Admission.Ticket two = admission.enter(40)) {
            assertTrue(one != two);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
