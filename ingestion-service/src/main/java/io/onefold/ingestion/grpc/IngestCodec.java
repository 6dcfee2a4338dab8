package io.onefold.ingestion.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Durations;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.onefold.ingestion.event.Arrival;
import io.onefold.ingestion.filing.Filed;
import io.onefold.ingestion.ledger.LedgerKey.Counted;
import io.onefold.proto.ingestion.v1.IngestResponse;
import io.onefold.proto.ingestion.v1.RawEvent;
import io.onefold.proto.ingestion.v1.StreamError;
import io.onefold.proto.ingestion.v1.Verdict;
import io.onefold.proto.type.v1.ErrorReason;
import java.util.List;

/** What Ingest and IngestStream say, in one way. */
final class IngestCodec {
    private static final String REASON = "ERROR_REASON_";

    private IngestCodec() {}

    static List<Arrival> arrivals(List<RawEvent> events) {
        return events.stream()
                .map(raw -> Arrival.of(raw.getJson().toByteArray()))
                .toList();
    }

    static IngestResponse response(Filed filed) {
        IngestResponse.Builder response = IngestResponse.newBuilder().setConsistencyToken(filed.consistencyToken());
        filed.verdicts().forEach(verdict -> response.addVerdicts(verdict(verdict)));
        return response.build();
    }

    /** A rendered failure, with the reason and the retry hint that it has as a status. */
    static StreamError error(StatusRuntimeException rendered) {
        StreamError.Builder error = StreamError.newBuilder()
                .setMessage(String.valueOf(rendered.getStatus().getDescription()));
        com.google.rpc.Status status = StatusProto.fromThrowable(rendered);
        for (Any detail : status == null ? List.<Any>of() : status.getDetailsList()) {
            try {
                if (detail.is(ErrorInfo.class)) {
                    error.setReason(ErrorReason.valueOf(
                            REASON + detail.unpack(ErrorInfo.class).getReason()));
                } else if (detail.is(RetryInfo.class)) {
                    error.setRetryAfterMillis(
                            Durations.toMillis(detail.unpack(RetryInfo.class).getRetryDelay()));
                }
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException("what we rendered ourselves can be read", e);
            }
        }
        return error.build();
    }

    private static Verdict verdict(io.onefold.ingestion.filing.Verdict verdict) {
        return Verdict.newBuilder()
                .setOutcome(outcome(verdict.outcome()))
                .setReason(verdict.reason())
                .setDetail(verdict.detail())
                .setEventId(verdict.eventId().map(Object::toString).orElse(""))
                .setConflict(verdict.conflict())
                .build();
    }

    private static Verdict.Outcome outcome(Counted outcome) {
        return switch (outcome) {
            case ACCEPTED -> Verdict.Outcome.OUTCOME_ACCEPTED;
            case DUPLICATE -> Verdict.Outcome.OUTCOME_DUPLICATE;
            case QUARANTINED -> Verdict.Outcome.OUTCOME_QUARANTINED;
            case REJECTED -> Verdict.Outcome.OUTCOME_REJECTED;
            case RECEIVED, CONFLICT -> throw new IllegalStateException(outcome + " is no outcome of one event");
        };
    }
}
