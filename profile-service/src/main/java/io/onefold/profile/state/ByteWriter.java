package io.onefold.profile.state;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes values in few bytes: numbers below 128 in one. */
final class ByteWriter {
    private byte[] bytes = new byte[2048];
    private int size;

    void number(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            write((byte) (rest | 0x80));
            rest >>>= 7;
        }
        write((byte) rest);
    }

    /** Small in either direction of zero. */
    private void signed(long value) {
        number((value << 1) ^ (value >> 63));
    }

    void flag(boolean value) {
        write((byte) (value ? 1 : 0));
    }

    void text(String value) {
        block(value.getBytes(StandardCharsets.UTF_8));
    }

    void instant(Instant value) {
        signed(value.getEpochSecond());
        number(value.getNano());
    }

    void stamp(Stamp value) {
        instant(value.time());
        UUID id = value.eventId();
        fixed(id.getMostSignificantBits());
        fixed(id.getLeastSignificantBits());
    }

    void decimal(BigDecimal value) {
        signed(value.scale());
        block(value.unscaledValue().toByteArray());
    }

    void longs(long[] values) {
        number(values.length);
        for (long value : values) {
            fixed(value);
        }
    }

    <T> void optional(@Nullable T value, Consumer<T> writer) {
        flag(value != null);
        if (value != null) {
            writer.accept(value);
        }
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void fixed(long value) {
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            write((byte) (value >>> shift));
        }
    }

    private void block(byte[] block) {
        number(block.length);
        reserve(block.length);
        System.arraycopy(block, 0, bytes, size, block.length);
        size += block.length;
    }

    private void write(byte value) {
        reserve(1);
        bytes[size++] = value;
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
