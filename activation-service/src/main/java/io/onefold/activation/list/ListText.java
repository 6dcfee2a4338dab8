package io.onefold.activation.list;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** A file's bytes and name, which follow from its rows. No value needs quotes: ids, digits, hexadecimal and names of audiences. */
final class ListText {
    private static final String HEAD = "delivery_id,action,email_sha256,audience,effective_time,sequence\n";

    private ListText() {}

    static byte[] of(List<ListChange> rows) {
        return rows.stream()
                .map(ListText::line)
                .collect(Collectors.joining("", HEAD, ""))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String line(ListChange row) {
        return String.join(
                        ",",
                        row.deliveryId().toString(),
                        row.action(),
                        row.emailSha256(),
                        row.audience(),
                        row.effectiveTime().toString(),
                        Long.toString(row.sequence()))
                + "\n";
    }

    /**
     * In order of the names is in order of planning. The digest is a part so that a database that was restored to an earlier point, and
     * gives numbers again, never overwrites a file that the partner may have read.
     */
    static String name(String destination, long number, byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return "%s-%012d-%s.csv"
                    .formatted(destination, number, HexFormat.of().formatHex(digest, 0, 4));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
