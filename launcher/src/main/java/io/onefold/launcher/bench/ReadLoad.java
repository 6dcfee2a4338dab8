package io.onefold.launcher.bench;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import io.onefold.launcher.client.SuiteClient;
import io.onefold.launcher.running.SuiteException;
import io.onefold.proto.profile.v1.GetProfileRequest;
import io.onefold.proto.profile.v1.GetProfileResponse;
import io.onefold.proto.type.v1.Identifier;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** GetProfile at a fixed rate, whatever the answers take: each is timed from the instant at which its question was due. */
final class ReadLoad {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SuiteClient client;
    private final int people;

    ReadLoad(SuiteClient client, int people) {
        this.client = client;
        this.people = people;
    }

    Latencies run(int perSecond, int seconds) throws InterruptedException {
        int calls = perSecond * seconds;
        Latencies latencies = new Latencies();
        CountDownLatch answered = new CountDownLatch(calls);
        AtomicReference<Throwable> failed = new AtomicReference<>();
        Random random = new Random(4);
        Pace pace = new Pace(perSecond);
        for (int i = 0; i < calls; i++) {
            GetProfileRequest request = byCookie(BenchEvents.cookieOf(random.nextInt(people)));
            long due = pace.awaitNext();
            Futures.addCallback(
                    client.profilesAtOnce().getProfile(request),
                    new FutureCallback<GetProfileResponse>() {
                        @Override
                        public void onSuccess(@Nullable GetProfileResponse response) {
                            latencies.add(System.nanoTime() - due);
                            answered.countDown();
                        }

                        @Override
                        public void onFailure(Throwable failure) {
                            failed.set(failure);
                            answered.countDown();
                        }
                    },
                    MoreExecutors.directExecutor());
        }
        boolean all = answered.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        Throwable failure = failed.get();
        if (!all || failure != null) {
            throw new SuiteException(
                    "of %,d reads at %,d/s %,d have their answer: %s"
                            .formatted(calls, perSecond, latencies.count(), failure),
                    failure == null ? new IllegalStateException("some are still under way") : failure);
        }
        return latencies;
    }

    private static GetProfileRequest byCookie(String cookie) {
        return GetProfileRequest.newBuilder()
                .setIdentifier(
                        Identifier.newBuilder().setNamespace("anonymous_id").setValue(cookie))
                .build();
    }
}
