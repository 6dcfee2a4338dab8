package io.onefold.profile.state;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ByteWriter} wrote. */
final class ByteReader {
    private final ByteBuffer bytes;

    ByteReader(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    long number() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private long signed() {
        long value = number();
        return (value >>> 1) ^ -(value & 1);
    }

    boolean flag() {
        return bytes.get() != 0;
    }

    String text() {
        int length = (int) number();
        int start = bytes.position();
        bytes.position(start + length);
        return new String(bytes.array(), start, length, StandardCharsets.UTF_8);
    }

    Instant instant() {
        long seconds = signed();
        return Instant.ofEpochSecond(seconds, number());
    }

    Stamp stamp() {
        Instant time = instant();
        long high = bytes.getLong();
        return new Stamp(time, new UUID(high, bytes.getLong()));
    }

    BigDecimal decimal() {
        int scale = (int) signed();
        return new BigDecimal(new BigInteger(block()), scale);
    }

    long[] longs() {
        long[] values = new long[(int) number()];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes.getLong();
        }
        return values;
    }

    <T> @Nullable T optional(Supplier<T> reader) {
        return flag() ? reader.get() : null;
    }

    private byte[] block() {
        byte[] block = new byte[(int) number()];
        bytes.get(block);
        return block;
    }
}
