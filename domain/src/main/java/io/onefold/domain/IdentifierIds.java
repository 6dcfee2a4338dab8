package io.onefold.domain;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The id of an identifier: 128 bits of an HMAC under a key that is derived (HKDF, RFC 5869) from the deployment's secret for one
 * workspace. The same in every service, different in every workspace, and of no use to who would try out e-mail addresses.
 */
public final class IdentifierIds {
    private static final String HMAC = "HmacSHA256";
    private static final int MIN_SECRET_BYTES = 16;

    private final byte[] secret;
    private final Map<String, PrimedHmac> keys = new ConcurrentHashMap<>();

    public IdentifierIds(String secret) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
        if (this.secret.length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException("the deployment secret needs at least " + MIN_SECRET_BYTES
                    + " bytes, it has " + this.secret.length);
        }
    }

    public UUID id(String workspace, Identifier identifier) {
        PrimedHmac key = keys.computeIfAbsent(workspace, this::workspaceKey);
        byte[] name = identifier.namespace().getBytes(StandardCharsets.UTF_8);
        byte[] value = identifier.value().getBytes(StandardCharsets.UTF_8);
        // A namespace holds no NUL, so the one between them keeps the pairs apart.
        byte[] message = new byte[name.length + 1 + value.length];
        System.arraycopy(name, 0, message, 0, name.length);
        System.arraycopy(value, 0, message, name.length + 1, value.length);
        return Hash128.idOf(key.of(message));
    }

    private PrimedHmac workspaceKey(String workspace) {
        byte[] pseudoRandom = hmac(new SecretKeySpec(new byte[32], HMAC), secret);
        byte[] info = ("onefold identifier " + workspace + "\u0001").getBytes(StandardCharsets.UTF_8);
        return new PrimedHmac(hmac(new SecretKeySpec(pseudoRandom, HMAC), info));
    }

    private static byte[] hmac(SecretKeySpec key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }
}
