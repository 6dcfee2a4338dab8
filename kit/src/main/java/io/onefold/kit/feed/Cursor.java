package io.onefold.kit.feed;

import io.onefold.kit.error.Failures;
import java.nio.ByteBuffer;
import java.util.Base64;

/** A place in one partition: everything up to {@code position} of the feed's {@code epoch} was read. Opaque outside the suite. */
public record Cursor(long epoch, long position) {
    private static final int BYTES = 2 * Long.BYTES;

    public Cursor {
        if (epoch < 0 || position < 0) {
            throw new IllegalArgumentException("a cursor has no negative parts: " + epoch + ", " + position);
        }
    }

    public String encode() {
        byte[] bytes =
                ByteBuffer.allocate(BYTES).putLong(epoch).putLong(position).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Reads a cursor; empty text is the beginning, in whatever epoch the feed is. */
    public static Cursor decode(String text, long presentEpoch) {
        if (text.isEmpty()) {
            return new Cursor(presentEpoch, 0);
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.remaining() == BYTES) {
                return new Cursor(bytes.getLong(), bytes.getLong());
            }
        } catch (IllegalArgumentException notACursor) {
            throw Failures.invalidCursor(text);
        }
        throw Failures.invalidCursor(text);
    }
}
