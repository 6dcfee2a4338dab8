package io.onefold.kit.validation;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import com.google.rpc.BadRequest.FieldViolation;
import io.onefold.kit.error.Failures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What holds for every request, whatever its proto says: no text with a NUL, which no column takes, no instant and no length of time that
 * the types do not allow, and no list that is long for the sake of it. Looked for before the rules of the proto are evaluated, since those
 * look at every element, and compute with it.
 */
final class Unreadable {
    private static final int LONGEST_LIST = 10_000;

    private Unreadable() {}

    /** The first field that breaks it, or nothing. */
    static List<FieldViolation> in(Message message) {
        List<FieldViolation> found = new ArrayList<>(1);
        look(message, "", found);
        return found;
    }

    private static void look(Message message, String path, List<FieldViolation> found) {
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            if (found.isEmpty()) {
                look(field.getKey(), field.getValue(), path + field.getKey().getName(), found);
            }
        }
    }

    private static void look(FieldDescriptor field, Object value, String path, List<FieldViolation> found) {
        if (value instanceof List<?> list) {
            if (list.size() > LONGEST_LIST) {
                found.add(Failures.violation(path, "has more than " + LONGEST_LIST + " elements"));
                return;
            }
            for (int i = 0; i < list.size() && found.isEmpty(); i++) {
                lookAt(field, list.get(i), path + "[" + i + "]", found);
            }
        } else {
            lookAt(field, value, path, found);
        }
    }

    private static void lookAt(FieldDescriptor field, Object value, String path, List<FieldViolation> found) {
        if (value instanceof Timestamp time) {
            if (!Timestamps.isValid(time)) {
                found.add(Failures.violation(path, "is no instant of the years 1 to 9999"));
            }
        } else if (value instanceof Duration length) {
            if (!Durations.isValid(length)) {
                found.add(Failures.violation(path, "is no length of time of at most 10,000 years"));
            }
        } else if (field.getJavaType() == JavaType.MESSAGE) {
            look((Message) value, path + ".", found);
        } else if (value instanceof String text && text.indexOf('\0') >= 0) {
            found.add(Failures.violation(path, "holds a NUL character"));
        }
    }
}
