package io.onefold.profile.event;

import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnsafeByteOperations;
import java.util.List;

/**
 * A field of messages for a message that is only written: on the wire it is the same as the field itself, and nothing is read and written
 * anew, which would be most of the cost of an answer.
 */
public final class RawField {
    private RawField() {}

    /** The field of that number with these messages, as they were written before. */
    public static UnknownFieldSet of(int number, List<byte[]> messages) {
        UnknownFieldSet.Field.Builder field = UnknownFieldSet.Field.newBuilder();
        messages.forEach(message -> field.addLengthDelimited(UnsafeByteOperations.unsafeWrap(message)));
        return UnknownFieldSet.newBuilder().addField(number, field.build()).build();
    }
}
