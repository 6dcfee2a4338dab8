package io.onefold.ingestion.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class BodyBytesTest {
    /** A body that never ends, and counts what is read of it. */
    private static final class Endless extends InputStream {
        private long read;

        @Override
        public int read() {
            read++;
            return ' ';
        }
    }

    @Test
    void noMoreIsReadThanTellsThatItIsTooMuch() {
        Endless body = new Endless();
        MalformedBatch refused = assertThrows(MalformedBatch.class, () -> BodyBytes.of(body));
        assertEquals("too_large", refused.code());
        assertEquals(BodyBytes.MAX_SENT + 1, body.read);
    }

    @Test
    void whatFitsIsTakenToTheLastByte() throws IOException {
        byte[] largest = new byte[BodyBytes.MAX];
        assertArrayEquals(largest, BodyBytes.of(new ByteArrayInputStream(largest)));
        assertThrows(MalformedBatch.class, () -> BodyBytes.of(new ByteArrayInputStream(new byte[BodyBytes.MAX + 1])));
        assertEquals(0, BodyBytes.of(InputStream.nullInputStream()).length);
    }
}
