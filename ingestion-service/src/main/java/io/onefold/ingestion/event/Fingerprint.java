package io.onefold.ingestion.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 of content: names events that bring no message id, and tells a retry from another event. */
record Fingerprint(byte[] sha256) {
    static Fingerprint of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    static Fingerprint of(byte[] bytes) {
        try {
            return new Fingerprint(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    String messageId() {
        return "sha256:" + HexFormat.of().formatHex(sha256);
    }

    long hash() {
        return ByteBuffer.wrap(sha256).getLong();
    }
}
