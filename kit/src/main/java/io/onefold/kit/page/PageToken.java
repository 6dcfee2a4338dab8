package io.onefold.kit.page;

import io.onefold.kit.error.Failures;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Where a listing goes on: the key of the last row, bound to the listing (its name and its filter), so that a token of another listing is
 * refused. Opaque to callers.
 */
public final class PageToken {
    private static final String SEPARATOR = "\u001f";

    private PageToken() {}

    public static String after(String listing, List<String> key) {
        String content = listing + SEPARATOR + String.join(SEPARATOR, key);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(content.getBytes(StandardCharsets.UTF_8));
    }

    /** The key in the token; empty text is the first page and gives an empty list. */
    public static List<String> read(String listing, int parts, String token) {
        if (token.isEmpty()) {
            return List.of();
        }
        try {
            String content = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            List<String> read = List.of(content.split(SEPARATOR, -1));
            if (read.size() == parts + 1 && read.get(0).equals(listing)) {
                return read.subList(1, read.size());
            }
        } catch (IllegalArgumentException notAToken) {
            throw Failures.invalidPageToken();
        }
        throw Failures.invalidPageToken();
    }
}
