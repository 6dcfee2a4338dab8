package io.onefold.profile.support;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.proto.ingestion.v1.EraseRequest;
import io.onefold.proto.ingestion.v1.EraseResponse;
import io.onefold.proto.ingestion.v1.ErasureServiceGrpc;
import io.onefold.proto.ingestion.v1.GetErasureProgressRequest;
import io.onefold.proto.ingestion.v1.GetErasureProgressResponse;
import io.onefold.proto.type.v1.Erasure;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Plays ingestion's door: tells the feed of an erasure once, and may say that the person has grown. */
public final class ScriptedDoor extends ErasureServiceGrpc.ErasureServiceImplBase {
    private final ScriptedIngestion ingestion;
    private final Map<String, String> tokens = new HashMap<>();
    private final Map<String, Erasure> told = new HashMap<>();
    private OptionalInt late = OptionalInt.empty();
    private final Set<String> reminded = new HashSet<>();
    private int refusals;
    private int asked;

    ScriptedDoor(ScriptedIngestion ingestion) {
        this.ingestion = ingestion;
    }

    /** The next so many times the person has grown. */
    public synchronized void refuse(int times) {
        refusals = times;
    }

    /** The next erasure is told to every partition but this one. */
    public synchronized void lateIn(int partition) {
        late = OptionalInt.of(partition);
    }

    /** The erasure of a name, as the partitions have it. */
    public synchronized Erasure told(String erasureId) {
        return Optional.ofNullable(told.get(erasureId)).orElseThrow();
    }

    /** How often somebody wanted to erase. */
    public synchronized int asked() {
        return asked;
    }

    /** Of which erasures it was told again. */
    public synchronized Set<String> reminded() {
        return Set.copyOf(reminded);
    }

    @Override
    public synchronized void erase(EraseRequest request, StreamObserver<EraseResponse> observer) {
        asked++;
        if (request.getToldAgain()) {
            reminded.add(request.getErasure().getErasureId());
        }
        if (refusals > 0) {
            refusals--;
            observer.onError(Status.ABORTED.asRuntimeException());
            return;
        }
        Erasure erasure = told.computeIfAbsent(
                request.getErasure().getErasureId(),
                id -> request.getErasure().toBuilder()
                        .setOrdinal(Given.ordinal())
                        .build());
        String token = tokens.computeIfAbsent(
                erasure.getErasureId(), id -> tell(erasure).encode());
        observer.onNext(EraseResponse.newBuilder().setConsistencyToken(token).build());
        observer.onCompleted();
    }

    private ConsistencyToken tell(Erasure erasure) {
        ConsistencyToken token =
                late.isPresent() ? ingestion.eraseBut(late.getAsInt(), erasure) : ingestion.erase(erasure);
        late = OptionalInt.empty();
        return token;
    }

    @Override
    public synchronized void getErasureProgress(
            GetErasureProgressRequest request, StreamObserver<GetErasureProgressResponse> observer) {
        String token = tokens.get(request.getErasureId());
        observer.onNext(
                token == null
                        ? GetErasureProgressResponse.getDefaultInstance()
                        : GetErasureProgressResponse.newBuilder()
                                .setExists(true)
                                .setWiped(true)
                                .setConsistencyToken(token)
                                .setKeyHash(told(request.getErasureId()).getKeyHash())
                                .setRequestTime(told(request.getErasureId()).getRequestTime())
                                .build());
        observer.onCompleted();
    }
}
