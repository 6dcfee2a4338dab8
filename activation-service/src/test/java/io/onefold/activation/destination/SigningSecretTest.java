package io.onefold.activation.destination;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningSecretTest {
    /** The published vector of the Standard Webhooks libraries. */
    @Test
    void the_shared_secret_signs_as_the_standard_says() {
        SigningSecret secret = SigningSecret.parse("whsec_plJ3nmyCDGBKInavdOK15jsl");
        String content = "msg_loFOjxBNrRLzqYUf.1731705121." + "{\"event_type\":\"ping\",\"data\":{\"success\":true}}";
        assertEquals(
                "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=",
                secret.sign(content.getBytes(StandardCharsets.UTF_8)));
    }

    /** RFC 8032, section 7.1, test 2: a key and what it makes of the one byte 0x72. */
    @Test
    void the_private_key_signs_as_ed25519_does() {
        byte[] seed = HexFormat.of().parseHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
        byte[] signature = HexFormat.of()
                .parseHex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
        String key = "whsk_" + Base64.getEncoder().encodeToString(seed);
        assertEquals(
                "v1a," + Base64.getEncoder().encodeToString(signature),
                SigningSecret.parse(key).sign(new byte[] {0x72}));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "whsec_", "whsec_MTIz", "whsec_not base64!", "whsk_MTIzNDU2Nzg5MDEyMzQ1Ng=="})
    void what_is_no_secret_is_refused_and_not_repeated(String text) {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> SigningSecret.parse(text))
                .getMessage());
        assertTrue(message.contains("whsec_"));
        assertFalse(text.length() > 8 && message.contains(text));
    }
}
