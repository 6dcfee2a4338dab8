package io.onefold.launcher.client;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.onefold.launcher.running.SuiteException;
import io.onefold.proto.segment.v1.Audience;
import io.onefold.proto.segment.v1.Audience.State;
import io.onefold.proto.segment.v1.CreateAudienceRequest;
import io.onefold.proto.segment.v1.GetAudienceRequest;
import io.onefold.proto.segment.v1.ListMembersRequest;
import io.onefold.proto.segment.v1.UpdateAudienceRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/** Creates and changes audiences, and waits until they are filled. */
public final class Audiences {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** How long a backfill may stand still: it is as long as the profiles are many, so its whole length says nothing. */
    private static final Duration STANDSTILL = Duration.ofMinutes(3);

    private static final long PAUSE_MILLIS = 20;

    private final SuiteClient client;

    public Audiences(SuiteClient client) {
        this.client = client;
    }

    /** What became of an audience that was to be as a file says. */
    public enum Saved {
        CREATED,
        UPDATED,
        RENAMED,
        UNCHANGED
    }

    public void create(Audience audience) {
        CreateAudienceRequest request =
                CreateAudienceRequest.newBuilder().setAudience(audience).build();
        AtomicInteger attempts = new AtomicInteger();
        try {
            var unused = Retry.within(PATIENCE, () -> {
                attempts.incrementAndGet();
                return client.audiences().createAudience(request);
            });
        } catch (StatusRuntimeException failure) {
            // An attempt before has created it, and its answer was lost.
            boolean created = attempts.get() > 1 && failure.getStatus().getCode() == Code.ALREADY_EXISTS;
            if (!created) {
                throw failure;
            }
        }
    }

    /** Creates the audience, or makes the one of that name like it. */
    public Saved save(Audience audience) {
        Optional<Audience> before = find(audience.getName());
        if (before.isEmpty()) {
            create(audience);
            return Saved.CREATED;
        }
        UpdateAudienceRequest request =
                UpdateAudienceRequest.newBuilder().setAudience(audience).build();
        Audience after = Retry.within(PATIENCE, () -> client.audiences().updateAudience(request))
                .getAudience();
        if (after.getVersion() > before.get().getVersion()) {
            return Saved.UPDATED;
        }
        return after.getDisplayName().equals(before.get().getDisplayName()) ? Saved.UNCHANGED : Saved.RENAMED;
    }

    /** Returns once it is live; tells how many profiles its backfill has evaluated as that number rises. */
    public Audience awaitLive(String name, LongConsumer evaluated) {
        long count = 0;
        long moved = System.nanoTime();
        while (true) {
            Audience audience =
                    find(name).orElseThrow(() -> new SuiteException("the audience " + name + " was deleted meanwhile"));
            if (audience.getState() == State.STATE_LIVE) {
                return audience;
            }
            if (audience.getBackfilledProfileCount() != count) {
                count = audience.getBackfilledProfileCount();
                moved = System.nanoTime();
                evaluated.accept(count);
            } else if (System.nanoTime() - moved > STANDSTILL.toNanos()) {
                throw new SuiteException("the backfill of %s has stood still for %d s, at %d profiles"
                        .formatted(name, STANDSTILL.toSeconds(), count));
            }
            pause();
        }
    }

    /** How many members it has now. */
    public long size(String name) {
        ListMembersRequest request =
                ListMembersRequest.newBuilder().setAudience(name).setPageSize(1).build();
        return Retry.within(PATIENCE, () -> client.audiences().listMembers(request))
                .getTotalSize();
    }

    private Optional<Audience> find(String name) {
        GetAudienceRequest request =
                GetAudienceRequest.newBuilder().setName(name).build();
        try {
            return Optional.of(Retry.within(PATIENCE, () -> client.audiences().getAudience(request))
                    .getAudience());
        } catch (StatusRuntimeException failure) {
            if (failure.getStatus().getCode() == Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SuiteException("interrupted while an audience was being filled", e);
        }
    }
}
