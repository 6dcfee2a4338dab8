package io.onefold.launcher.bench;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.onefold.devstack.Wait;
import io.onefold.launcher.client.Retry;
import io.onefold.launcher.client.SuiteClient;
import io.onefold.proto.profile.v1.ErasePersonRequest;
import io.onefold.proto.profile.v1.ErasePersonResponse;
import io.onefold.proto.profile.v1.Erasure;
import io.onefold.proto.profile.v1.GetErasureRequest;
import io.onefold.proto.profile.v1.GetProfileRequest;
import io.onefold.proto.type.v1.Identifier;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/** How long it takes until one person of very many events is erased. */
final class ErasureTime {
    static final int EVENTS = 20_000;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final SuiteClient client;
    private final Sender sender;

    ErasureTime(SuiteClient client, Sender sender) {
        this.client = client;
        this.sender = sender;
    }

    /**
     * Seconds since the request.
     *
     * @param gone until the person cannot be read any more, and is in no audience
     * @param erased until no log, claim or quarantine holds anything of the person
     */
    record Measured(double gone, double erased) {}

    Measured measure() throws InterruptedException, ExecutionException {
        OnePerson person = new OnePerson();
        sender.awaitMembers(BenchAudiences.PROBE, sender.sendAll(person, EVENTS - Bench.BATCH));
        Identifier identifier = Identifier.newBuilder()
                .setNamespace("user_id")
                .setValue(person.userId())
                .build();
        ErasePersonRequest request = ErasePersonRequest.newBuilder()
                .setRequestId(person.userId())
                .setIdentifier(identifier)
                .build();
        long asked = System.nanoTime();
        ErasePersonResponse response =
                Retry.within(PATIENCE, () -> client.privacy().erasePerson(request));
        String token = response.getErasure().getConsistencyToken();
        requireGone(identifier, token);
        sender.awaitMembers(BenchAudiences.PROBE, token);
        double gone = since(asked);
        Wait.until(PATIENCE, "the person is erased", () -> state(request) == Erasure.State.STATE_ERASED);
        return new Measured(gone, since(asked));
    }

    private void requireGone(Identifier identifier, String token) {
        GetProfileRequest request = GetProfileRequest.newBuilder()
                .setIdentifier(identifier)
                .setConsistencyToken(token)
                .build();
        try {
            var profile = Retry.within(PATIENCE, () -> client.profiles().getProfile(request));
            throw new IllegalStateException(
                    "who was erased has " + profile.getProfile().getEventCount() + " events");
        } catch (StatusRuntimeException answer) {
            if (answer.getStatus().getCode() != Status.Code.NOT_FOUND) {
                throw answer;
            }
        }
    }

    private Erasure.State state(ErasePersonRequest request) {
        GetErasureRequest asked = GetErasureRequest.newBuilder()
                .setRequestId(request.getRequestId())
                .build();
        return Retry.within(PATIENCE, () -> client.privacy().getErasure(asked))
                .getErasure()
                .getState();
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
