package io.onefold.kit.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** Reads the secret out of an authorization header, and hashes secrets: they are long and random, so a plain SHA-256 keeps them. */
public final class Secrets {
    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";

    private Secrets() {}

    /** The secret of `Bearer <secret>`, or the user of `Basic <base64(user:)>`; the colon may be missing. */
    public static Optional<String> fromHeader(String authorization) {
        if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.of(authorization.substring(BEARER.length()).trim());
        }
        if (authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return user(authorization.substring(BASIC.length()).trim());
        }
        return Optional.empty();
    }

    private static Optional<String> user(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return Optional.of(colon < 0 ? pair : pair.substring(0, colon));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** The SHA-256 of a secret, 64 hexadecimal digits. */
    public static String sha256(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
