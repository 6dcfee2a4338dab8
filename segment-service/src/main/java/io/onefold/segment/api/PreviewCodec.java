package io.onefold.segment.api;

import io.onefold.kit.error.Failures;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.proto.segment.v1.AudiencePreview;
import io.onefold.proto.segment.v1.PreviewAudienceRequest;
import io.onefold.proto.segment.v1.PreviewAudienceResponse;
import io.onefold.segment.audience.RuleCodec;
import io.onefold.segment.preview.AudiencePreviewer.Outcome;
import io.onefold.segment.preview.AudiencePreviewer.Query;
import io.onefold.segment.preview.AudiencePreviewer.Subject;
import io.onefold.segment.preview.Preview;
import java.util.UUID;

/** Previews between their protos and their records. */
final class PreviewCodec {
    private PreviewCodec() {}

    static Subject subject(PreviewAudienceRequest request) {
        return switch (request.getSubjectCase()) {
            case AUDIENCE -> new Subject.Named(request.getAudience());
            case RULE -> new Subject.Ruled(RuleCodec.read(request.getRule(), ""));
            case SUBJECT_NOT_SET -> throw Failures.invalidField("subject", "name an audience or state a rule");
        };
    }

    static Query query(String workspace, Subject subject, PreviewAudienceRequest request) {
        return new Query(
                workspace,
                subject,
                request.getAsOfList().stream().map(TimeCodec::read).toList(),
                request.getSampleSize(),
                ConsistencyToken.decode(request.getConsistencyToken()));
    }

    static PreviewAudienceResponse write(Outcome outcome) {
        return PreviewAudienceResponse.newBuilder()
                .addAllPreviews(
                        outcome.previews().stream().map(PreviewCodec::write).toList())
                .setEvaluatedProfileCount(outcome.evaluatedProfileCount())
                .build();
    }

    private static AudiencePreview write(Preview preview) {
        return AudiencePreview.newBuilder()
                .setAsOf(TimeCodec.write(preview.asOf()))
                .setSize(preview.size())
                .addAllSampleProfileIds(
                        preview.sample().stream().map(UUID::toString).toList())
                .build();
    }
}
