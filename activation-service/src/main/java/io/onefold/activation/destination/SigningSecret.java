package io.onefold.activation.destination;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a webhook is signed with, in the two ways of Standard Webhooks. */
public sealed interface SigningSecret {
    /** The signature as it stands in the header: version, comma, base64. */
    String sign(byte[] content);

    /** v1: a secret that both sides know. */
    final class Shared implements SigningSecret {
        private final SecretKeySpec key;

        private Shared(byte[] secret) {
            this.key = new SecretKeySpec(secret, "HmacSHA256");
        }

        @Override
        public String sign(byte[] content) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(key);
                return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(content));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** v1a: an ed25519 key whose public half the receiver has. */
    final class Private implements SigningSecret {
        private final PrivateKey key;

        private Private(byte[] seed) throws GeneralSecurityException {
            this.key = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
        }

        @Override
        public String sign(byte[] content) {
            try {
                Signature signature = Signature.getInstance("Ed25519");
                signature.initSign(key);
                signature.update(content);
                return "v1a," + Base64.getEncoder().encodeToString(signature.sign());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Reads `whsec_…` or `whsk_…`; the text of the secret is in no message. */
    static SigningSecret parse(String text) {
        try {
            if (text.startsWith("whsec_")) {
                byte[] secret = Base64.getDecoder().decode(text.substring("whsec_".length()));
                if (secret.length >= 16 && secret.length <= 64) {
                    return new Shared(secret);
                }
            } else if (text.startsWith("whsk_")) {
                byte[] key = Base64.getDecoder().decode(text.substring("whsk_".length()));
                // The seed, or the seed with the public key behind it.
                if (key.length == 32 || key.length == 64) {
                    return new Private(Arrays.copyOf(key, 32));
                }
            }
        } catch (IllegalArgumentException | GeneralSecurityException unreadable) {
            throw new IllegalArgumentException("a secret is not base64 behind its whsec_ or whsk_", unreadable);
        }
        throw new IllegalArgumentException(
                "a secret is whsec_ and base64 of 16 to 64 bytes, or whsk_ and base64 of an ed25519 key of 32 or 64 bytes");
    }
}
