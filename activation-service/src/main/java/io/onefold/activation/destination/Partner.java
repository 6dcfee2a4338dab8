package io.onefold.activation.destination;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** An advertising partner's way to write an e-mail address before it is hashed. What is no address is left out, never guessed. */
public enum Partner {
    /** Trimmed and lower case; at gmail.com and googlemail.com without dots and without what follows a plus. */
    GOOGLE {
        @Override
        String canonical(String local, String domain) {
            if (!DOTLESS.contains(domain)) {
                return local;
            }
            int plus = local.indexOf('+');
            return (plus < 0 ? local : local.substring(0, plus)).replace(".", "");
        }
    },
    /** Trimmed and lower case. */
    META {
        @Override
        String canonical(String local, String domain) {
            return local;
        }
    };

    private static final Set<String> DOTLESS = Set.of("gmail.com", "googlemail.com");
    private static final Pattern SHAPE = Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+\\.[^@\\s.\\p{Cntrl}]+");

    abstract String canonical(String local, String domain);

    /** The address as the partner writes it; empty: none that it could match. */
    public Optional<String> normalize(String email) {
        String plain = Normalizer.normalize(email, Normalizer.Form.NFC).strip().toLowerCase(Locale.ROOT);
        if (!SHAPE.matcher(plain).matches()) {
            return Optional.empty();
        }
        int at = plain.indexOf('@');
        String domain = plain.substring(at + 1);
        String local = canonical(plain.substring(0, at), domain);
        return local.isEmpty() ? Optional.empty() : Optional.of(local + "@" + domain);
    }

    /** SHA-256 of the address as the partner writes it, in lower-case hexadecimal digits. */
    public Optional<String> hash(String email) {
        return normalize(email).map(Partner::sha256);
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
