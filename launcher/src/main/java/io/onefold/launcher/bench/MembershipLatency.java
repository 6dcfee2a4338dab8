package io.onefold.launcher.bench;

import io.onefold.launcher.client.MembershipFeed;
import io.onefold.launcher.client.MembershipWatch;
import io.onefold.launcher.client.SuiteClient;
import io.onefold.launcher.running.SuiteException;
import io.onefold.proto.profile.v1.BatchGetProfilesRequest;
import io.onefold.proto.profile.v1.GetProfileRequest;
import io.onefold.proto.profile.v1.ProfileResult;
import io.onefold.proto.type.v1.Identifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** From Ingest's acknowledgement of an event to the arrival of the membership that it makes, on a watch that was open before. */
final class MembershipLatency {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Between single events at most, so that they meet every phase of what beats inside the services. */
    private static final int MOST_PAUSE_MILLIS = 50;

    private static final int LOAD_BATCH = 50;
    private static final int LOADERS = 4;
    private static final int PROFILES = 100;

    private final SuiteClient client;
    private final Sender sender;

    MembershipLatency(SuiteClient client, Sender sender) {
        this.client = client;
        this.sender = sender;
    }

    /** One event at a time, on a system that does nothing else. */
    Latencies idle(int probes) throws InterruptedException {
        Random random = new Random(5);
        Latencies latencies = new Latencies();
        try (MembershipWatch watch = watch()) {
            for (int i = 0; i < probes; i++) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(MOST_PAUSE_MILLIS));
                long acknowledged = probe("idle", i);
                latencies.add(Math.max(0, next(watch).nanos() - acknowledged));
            }
        }
        return latencies;
    }

    /** Single events while others come at {@code rate} per second. */
    Latencies loaded(int probes, double rate, Sender.Source others) throws InterruptedException, ExecutionException {
        AtomicBoolean enough = new AtomicBoolean();
        ExecutorService loaders = Executors.newFixedThreadPool(LOADERS);
        try (MembershipWatch watch = watch()) {
            List<Future<?>> loading = new ArrayList<>();
            for (int i = 0; i < LOADERS; i++) {
                loading.add(loaders.submit(() -> load(others, rate / LOADERS, enough)));
            }
            Random random = new Random(6);
            Map<Integer, Long> acknowledged = new HashMap<>();
            for (int i = 0; i < probes; i++) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(MOST_PAUSE_MILLIS));
                acknowledged.put(i, probe("loaded", i));
            }
            Map<String, Long> arrivals = new HashMap<>();
            while (arrivals.size() < probes) {
                MembershipWatch.Arrival arrival = next(watch);
                arrivals.put(arrival.profileId(), arrival.nanos());
            }
            enough.set(true);
            for (Future<?> loader : loading) {
                loader.get();
            }
            return latencies(acknowledged, arrivals);
        } finally {
            enough.set(true);
            loaders.shutdown();
        }
    }

    /** Sends batches at a fixed rate; one that is late does not make the next ones later. */
    private void load(Sender.Source others, double rate, AtomicBoolean enough) {
        Pace pace = new Pace(rate / LOAD_BATCH);
        while (!enough.get()) {
            pace.awaitNext();
            sender.ingest(others.batch(LOAD_BATCH));
        }
    }

    private Latencies latencies(Map<Integer, Long> acknowledged, Map<String, Long> arrivals) {
        Latencies latencies = new Latencies();
        List<Integer> probes = List.copyOf(acknowledged.keySet());
        for (int from = 0; from < probes.size(); from += PROFILES) {
            List<Integer> some = probes.subList(from, Math.min(probes.size(), from + PROFILES));
            List<ProfileResult> results = client.profiles()
                    .batchGetProfiles(BatchGetProfilesRequest.newBuilder()
                            .addAllRequests(some.stream()
                                    .map(probe -> byUserId(user("loaded", probe)))
                                    .toList())
                            .build())
                    .getResultsList();
            for (int i = 0; i < some.size(); i++) {
                Long arrival = arrivals.get(results.get(i).getProfile().getProfileId());
                if (arrival == null) {
                    throw new IllegalStateException("no membership came for " + user("loaded", some.get(i)));
                }
                latencies.add(Math.max(0, arrival - acknowledged.getOrDefault(some.get(i), arrival)));
            }
        }
        return latencies;
    }

    private static GetProfileRequest byUserId(String user) {
        return GetProfileRequest.newBuilder()
                .setIdentifier(Identifier.newBuilder().setNamespace("user_id").setValue(user))
                .build();
    }

    private MembershipWatch watch() {
        return new MembershipWatch(
                client, BenchAudiences.PROBE, new MembershipFeed(client).scan().cursors());
    }

    /** Gives when it was acknowledged. */
    private long probe(String kind, int number) {
        String user = user(kind, number);
        var unused = sender.ingest("""
                {"messageId":"%s","type":"track","event":"%s","userId":"%s","timestamp":"%s"}""".formatted(user, BenchAudiences.PROBE_EVENT, user, Instant.now()));
        return System.nanoTime();
    }

    private static String user(String kind, int number) {
        return "probe-" + kind + "-" + number;
    }

    private static MembershipWatch.Arrival next(MembershipWatch watch) throws InterruptedException {
        return watch.next(PATIENCE)
                .orElseThrow(() -> new SuiteException(
                        "no membership came within " + PATIENCE.toSeconds() + " s of its event's acknowledgement"));
    }
}
