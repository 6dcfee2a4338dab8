package io.onefold.domain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Collects parts, each with its length before it so that no two lists of parts look alike, into 128 bits of SHA-256. */
final class Hash128 {
    private final MessageDigest digest;

    private Hash128(MessageDigest digest) {
        this.digest = digest;
    }

    static Hash128 of(String kind) {
        try {
            return new Hash128(MessageDigest.getInstance("SHA-256")).add(kind);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    Hash128 add(String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
        return this;
    }

    Hash128 add(UUID id) {
        digest.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array());
        return this;
    }

    UUID toId() {
        return idOf(digest.digest());
    }

    static UUID idOf(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }
}
