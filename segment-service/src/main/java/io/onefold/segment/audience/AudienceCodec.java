package io.onefold.segment.audience;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import io.onefold.kit.error.Failures;
import io.onefold.kit.validation.RequestLimits;
import io.onefold.proto.segment.v1.Audience.State;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Audiences between their proto, their files and their records. */
@ApplicationScoped
public class AudienceCodec {
    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final RequestLimits limits;

    AudienceCodec(RequestLimits limits) {
        this.limits = limits;
    }

    /** Reads a wanted audience. The rule comes first: its errors name the node, which the limits alone would call a bad field. */
    public AudienceDraft draft(io.onefold.proto.segment.v1.Audience proto) {
        return new AudienceDraft(
                proto.getName(),
                proto.getDisplayName(),
                RuleCodec.read(proto.getRule()),
                proto.getRule().toByteString());
    }

    /** Reads an audience file: the JSON form of the proto, written as YAML; one grammar for both. */
    public AudienceDraft file(String yaml) {
        io.onefold.proto.segment.v1.Audience.Builder proto = io.onefold.proto.segment.v1.Audience.newBuilder();
        try {
            JsonFormat.parser().merge(YAML.readTree(yaml).toString(), proto);
        } catch (JsonProcessingException | InvalidProtocolBufferException malformed) {
            throw Failures.invalidField("audience", String.valueOf(malformed.getMessage()));
        }
        AudienceDraft draft = draft(proto.build());
        limits.check(proto.build());
        return draft;
    }

    public io.onefold.proto.segment.v1.Audience write(Audience audience) {
        io.onefold.proto.segment.v1.Audience.Builder proto = io.onefold.proto.segment.v1.Audience.newBuilder();
        if (audience.readable()) {
            proto.setRule(RuleCodec.parse(audience.written().toByteArray()));
        }
        return proto.setName(audience.name())
                .setDisplayName(audience.displayName())
                .setState(state(audience))
                .setCreateTime(timestamp(audience.createTime()))
                .setBackfilledProfileCount(audience.backfilledProfileCount())
                .setVersion(audience.version())
                .setSetAsideProfileCount(audience.setAsideCount())
                .build();
    }

    private static State state(Audience audience) {
        return switch (audience.state()) {
            case BACKFILLING -> State.STATE_BACKFILLING;
            case LIVE -> State.STATE_LIVE;
            // Whoever changed it a moment ago is told what everybody is told.
            case DELETING -> throw Failures.audienceNotFound(audience.name());
        };
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
