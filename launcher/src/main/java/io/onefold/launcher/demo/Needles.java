package io.onefold.launcher.demo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds any of many texts in bytes, whatever their case, by their first six bytes. */
final class Needles {
    /** A shorter one would be found everywhere. */
    static final int SHORTEST = 6;

    private static final long WINDOW = (1L << (8 * SHORTEST)) - 1;

    private final Map<Long, List<byte[]>> byBeginning = new HashMap<>();

    Needles(Collection<String> texts) {
        for (String text : texts) {
            byte[] bytes = text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
            if (bytes.length < SHORTEST) {
                throw new IllegalArgumentException("too short to be looked for: " + text);
            }
            byBeginning
                    .computeIfAbsent(beginning(bytes), first -> new ArrayList<>())
                    .add(bytes);
        }
    }

    private static long beginning(byte[] bytes) {
        long beginning = 0;
        for (int i = 0; i < SHORTEST; i++) {
            beginning = beginning << 8 | bytes[i] & 0xFF;
        }
        return beginning;
    }

    /** Those that occur. One that ends in a digit is not found within a longer number. */
    Set<String> in(byte[] hay) {
        Set<String> found = new TreeSet<>();
        long window = 0;
        for (int end = 1; end <= hay.length; end++) {
            window = (window << 8 | lower(hay[end - 1]) & 0xFF) & WINDOW;
            List<byte[]> candidates = end < SHORTEST ? null : byBeginning.get(window);
            if (candidates != null) {
                for (byte[] needle : candidates) {
                    if (isAt(hay, end - SHORTEST, needle)) {
                        found.add(new String(needle, StandardCharsets.UTF_8));
                    }
                }
            }
        }
        return found;
    }

    private static boolean isAt(byte[] hay, int from, byte[] needle) {
        int end = from + needle.length;
        if (end > hay.length) {
            return false;
        }
        for (int i = SHORTEST; i < needle.length; i++) {
            if (lower(hay[from + i]) != needle[i]) {
                return false;
            }
        }
        return end == hay.length || !isDigit(needle[needle.length - 1]) || !isDigit(hay[end]);
    }

    private static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
