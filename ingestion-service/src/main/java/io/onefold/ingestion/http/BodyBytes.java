package io.onefold.ingestion.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;

/** A body as JSON bytes. Whether it is compressed is seen from its first bytes: SDKs send gzip under any content type. */
final class BodyBytes {
    static final int MAX = 500 * 1024;
    /** As sent, packed or not: a little more, as packing makes what is random already larger. */
    static final int MAX_SENT = 512 * 1024;

    private static final byte GZIP_0 = 0x1f;
    private static final byte GZIP_1 = (byte) 0x8b;

    private BodyBytes() {}

    /** Reads no further than just beyond the limit, whatever is sent. */
    static byte[] of(InputStream body) throws IOException {
        byte[] sent = body.readNBytes(MAX_SENT + 1);
        if (sent.length > MAX_SENT) {
            throw tooLarge();
        }
        byte[] json = isGzip(sent) ? inflated(sent) : sent;
        if (json.length > MAX) {
            throw tooLarge();
        }
        return json;
    }

    /** Lets the rest of a refused body go by: a client that is still sending hears no answer. */
    static void discard(InputStream body) throws IOException {
        var unused = body.transferTo(OutputStream.nullOutputStream());
    }

    static MalformedBatch tooLarge() {
        return new MalformedBatch("too_large", "a body has at most " + MAX + " bytes of JSON; send smaller batches");
    }

    private static boolean isGzip(byte[] sent) {
        return sent.length > 2 && sent[0] == GZIP_0 && sent[1] == GZIP_1;
    }

    /** Stops just beyond the limit, so that a small body cannot become a large one in memory. */
    private static byte[] inflated(byte[] sent) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(sent))) {
            return in.readNBytes(MAX + 1);
        } catch (IOException e) {
            throw new MalformedBatch("gzip", "the body begins like gzip, but cannot be unpacked");
        }
    }
}
