package io.onefold.kit.validation;

import build.buf.protovalidate.ValidationResult;
import build.buf.protovalidate.Validator;
import build.buf.protovalidate.ValidatorFactory;
import build.buf.protovalidate.exceptions.ValidationException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest.FieldViolation;
import io.onefold.kit.error.Failures;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Checks a request against the protovalidate rules of its proto. Hot paths enforce the same limits in plain code instead. */
@ApplicationScoped
public class RequestLimits {
    /** More would not fit into the trailers of an answer. */
    private static final int MOST_NAMED = 10;

    private final Validator validator = ValidatorFactory.newBuilder().build();

    /** Returns the request, or fails with INVALID_ARGUMENT that names every field which breaks its limit. */
    public <T extends Message> T check(T request) {
        List<FieldViolation> violations = violations(request);
        if (!violations.isEmpty()) {
            throw Failures.invalidFields(violations);
        }
        return request;
    }

    /** Only what holds for every request: for one of which something is read before its limits are checked. */
    public <T extends Message> T requireReadable(T request) {
        List<FieldViolation> violations = Unreadable.in(request);
        if (!violations.isEmpty()) {
            throw Failures.invalidFields(violations);
        }
        return request;
    }

    public List<FieldViolation> violations(Message request) {
        List<FieldViolation> unread = Unreadable.in(request);
        if (!unread.isEmpty()) {
            return unread;
        }
        try {
            ValidationResult result = validator.validate(request);
            return result.getViolations().stream()
                    .limit(MOST_NAMED)
                    .map(v -> Failures.violation(path(v.toProto()), v.toProto().getMessage()))
                    .toList();
        } catch (ValidationException e) {
            throw new IllegalStateException(
                    "the rules of " + request.getDescriptorForType().getFullName() + " do not compile", e);
        }
    }

    private static String path(build.buf.validate.Violation violation) {
        return String.join(
                ".",
                violation.getField().getElementsList().stream()
                        .map(element -> element.hasIndex()
                                ? element.getFieldName() + "[" + element.getIndex() + "]"
                                : element.getFieldName())
                        .toList());
    }
}
