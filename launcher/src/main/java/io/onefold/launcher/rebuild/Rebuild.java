package io.onefold.launcher.rebuild;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.onefold.launcher.client.Retry;
import io.onefold.launcher.client.SuiteClient;
import io.onefold.launcher.running.ServiceKind;
import io.onefold.launcher.running.SuiteException;
import io.onefold.proto.operations.v1.RebuildProgress;
import io.onefold.proto.operations.v1.RebuildProjectionsRequest;
import io.onefold.proto.operations.v1.RebuildProjectionsResponse;
import io.onefold.proto.operations.v1.RebuildResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Has services derive their projections anew from their truths, and says how far they are. */
public final class Rebuild {
    private static final Duration LONGEST_AWAY = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(2);

    private final SuiteClient client;
    private final Consumer<String> say;

    public Rebuild(SuiteClient client, Consumer<String> say) {
        this.client = client;
        this.say = say;
    }

    /** One service; begins anew when it is away for a while, since what is done already is only looked at once more. */
    public Rebuilt run(ServiceKind service) {
        Attempts attempts = new Attempts(service);
        while (true) {
            long steps = attempts.steps;
            try {
                Rebuilt rebuilt = Retry.within(LONGEST_AWAY, attempts::next);
                say.accept(rebuilt.toString());
                return rebuilt;
            } catch (StatusRuntimeException failure) {
                boolean away = failure.getStatus().getCode() == Status.Code.UNAVAILABLE;
                // How long it has been away counts from where it was heard of last.
                if (!away || attempts.steps == steps) {
                    throw failure;
                }
            }
        }
    }

    private final class Attempts {
        private final ServiceKind service;
        private String before = "";
        private long correctedBefore;
        private long steps;
        private Instant lastLine = Instant.now();

        Attempts(ServiceKind service) {
            this.service = service;
        }

        Rebuilt next() {
            Map<String, RebuildProgress> progress = new LinkedHashMap<>();
            boolean complete = false;
            try {
                Iterator<RebuildProjectionsResponse> answers =
                        client.projections(service).rebuildProjections(RebuildProjectionsRequest.getDefaultInstance());
                while (answers.hasNext()) {
                    RebuildProjectionsResponse step = answers.next();
                    steps++;
                    if (step.hasBefore() && before.isEmpty()) {
                        before = step.getBefore().getHash();
                    }
                    if (step.hasProgress()) {
                        progress.put(step.getProgress().getProjection(), step.getProgress());
                        tell(step.getProgress());
                    }
                    if (step.hasResult()) {
                        complete = true;
                        return rebuilt(step.getResult());
                    }
                }
                throw new SuiteException(service.shortName() + " ended its rebuild without a result");
            } finally {
                if (!complete) {
                    correctedBefore += progress.values().stream()
                            .mapToLong(RebuildProgress::getCorrectedCount)
                            .sum();
                }
            }
        }

        private void tell(RebuildProgress progress) {
            if (Instant.now().isAfter(lastLine.plus(BETWEEN_LINES))) {
                lastLine = Instant.now();
                say.accept("%-10s %s: %,d rows, %,d corrected"
                        .formatted(
                                service.shortName(),
                                progress.getProjection(),
                                progress.getLookedAtCount(),
                                progress.getCorrectedCount()));
            }
        }

        private Rebuilt rebuilt(RebuildResult result) {
            return new Rebuilt(
                    service,
                    before,
                    result.getAfter().getHash(),
                    result.getLookedAtCount(),
                    result.getCorrectedCount() + correctedBefore);
        }
    }
}
