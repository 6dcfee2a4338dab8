package io.onefold.kit.rebuild;

import io.onefold.kit.rebuild.StateHash.OfProjection;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Collects the rows of some projections into hashes. Rows are added up, so that their order does not matter; two equal rows count twice.
 * For one thread.
 */
public final class StateDigest {
    private static final int BITS = 256;

    private final Map<String, Sum> byProjection = new TreeMap<>();

    private static final class Sum {
        long rows;
        BigInteger total = BigInteger.ZERO;
    }

    /** Names a projection, which may have no row. */
    public StateDigest projection(String name) {
        byProjection.computeIfAbsent(name, any -> new Sum());
        return this;
    }

    /** Adds a row. Columns are told apart by their text; bytes by their digits. */
    public void row(String projection, @Nullable Object... columns) {
        MessageDigest row = sha256();
        for (Object column : columns) {
            byte[] text = text(column).getBytes(StandardCharsets.UTF_8);
            row.update(new byte[] {
                (byte) (column == null ? 0 : 1),
                (byte) (text.length >>> 24),
                (byte) (text.length >>> 16),
                (byte) (text.length >>> 8),
                (byte) text.length
            });
            row.update(text);
        }
        Sum sum = byProjection.computeIfAbsent(projection, any -> new Sum());
        sum.rows++;
        sum.total = sum.total.add(new BigInteger(1, row.digest())).mod(BigInteger.ONE.shiftLeft(BITS));
    }

    private static String text(@Nullable Object column) {
        return column instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(column);
    }

    /** Of all that was added. */
    public StateHash hash() {
        MessageDigest all = sha256();
        List<OfProjection> projections = new ArrayList<>();
        byProjection.forEach((name, sum) -> {
            String hash = String.format("%064x", sum.total);
            projections.add(new OfProjection(name, sum.rows, hash));
            all.update((name + ' ' + sum.rows + ' ' + hash + '\n').getBytes(StandardCharsets.UTF_8));
        });
        return new StateHash(HexFormat.of().formatHex(all.digest()), projections);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
