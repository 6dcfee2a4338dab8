package io.onefold.domain;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * HMAC-SHA-256 (RFC 2104) under one key. What depends on the key alone is hashed once and copied for each message: with the platform's
 * Mac, half of the time for a short message goes there.
 */
final class PrimedHmac {
    private static final int BLOCK = 64;
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;

    private final MessageDigest inner;
    private final MessageDigest outer;

    /** A key of at most one block. */
    PrimedHmac(byte[] key) {
        if (key.length > BLOCK) {
            throw new IllegalArgumentException("a key has at most " + BLOCK + " bytes, not " + key.length);
        }
        this.inner = primed(key, INNER);
        this.outer = primed(key, OUTER);
    }

    private static MessageDigest primed(byte[] key, byte pad) {
        byte[] block = Arrays.copyOf(key, BLOCK);
        for (int i = 0; i < BLOCK; i++) {
            block[i] ^= pad;
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(block);
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    byte[] of(byte[] message) {
        return copy(outer).digest(copy(inner).digest(message));
    }

    /** The primed ones are never changed again, so any thread may copy them. */
    private static MessageDigest copy(MessageDigest primed) {
        try {
            return (MessageDigest) primed.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's SHA-256 can be copied", e);
        }
    }
}
