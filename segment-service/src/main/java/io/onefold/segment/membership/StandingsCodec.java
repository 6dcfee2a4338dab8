package io.onefold.segment.membership;

import io.onefold.segment.evaluation.Micros;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Standings as bytes; instants in microseconds, which is what the database keeps. */
final class StandingsCodec {
    private static final byte FORMAT = 1;
    private static final long NONE = Long.MIN_VALUE;
    private static final int HEAD_BYTES = 1 + Long.BYTES + Short.BYTES;
    private static final int STANDING_BYTES = 7 * Long.BYTES + Short.BYTES;

    private StandingsCodec() {}

    static byte[] write(Standings standings) {
        int flips = standings.byAudience().values().stream()
                .mapToInt(standing -> standing.flips().size())
                .sum();
        ByteBuffer bytes =
                ByteBuffer.allocate(HEAD_BYTES + standings.byAudience().size() * STANDING_BYTES + flips * Long.BYTES);
        bytes.put(FORMAT);
        bytes.putLong(micros(standings.evaluatedAt()));
        bytes.putShort((short) standings.byAudience().size());
        standings.sorted().values().forEach(standing -> write(standing, bytes));
        return bytes.array();
    }

    private static void write(Standing standing, ByteBuffer bytes) {
        bytes.putLong(standing.audienceId().getMostSignificantBits());
        bytes.putLong(standing.audienceId().getLeastSignificantBits());
        bytes.putLong(standing.audienceVersion());
        bytes.putLong(standing.profileVersion());
        bytes.putLong(Micros.of(standing.exactFrom()));
        bytes.putLong(standing.sequence());
        bytes.putLong(micros(standing.due()));
        bytes.putShort((short) standing.flips().size());
        standing.flips().forEach(flip -> bytes.putLong(Micros.of(flip)));
    }

    /** Of no bytes nothing: a row that is only a lock so far. */
    static Standings read(byte[] written) {
        if (written.length == 0) {
            return Standings.NONE;
        }
        ByteBuffer bytes = ByteBuffer.wrap(written);
        byte format = bytes.get();
        if (format != FORMAT) {
            throw new IllegalStateException("standings of an unknown format: " + format);
        }
        Optional<Instant> evaluatedAt = instant(bytes.getLong());
        int count = bytes.getShort();
        Map<UUID, Standing> standings = new HashMap<>();
        for (int i = 0; i < count; i++) {
            Standing standing = readOne(bytes);
            standings.put(standing.audienceId(), standing);
        }
        return new Standings(evaluatedAt, standings);
    }

    private static Standing readOne(ByteBuffer bytes) {
        UUID id = new UUID(bytes.getLong(), bytes.getLong());
        long audienceVersion = bytes.getLong();
        long profileVersion = bytes.getLong();
        Instant exactFrom = instant(bytes.getLong()).orElse(Instant.EPOCH);
        long sequence = bytes.getLong();
        Optional<Instant> due = instant(bytes.getLong());
        int count = bytes.getShort();
        List<Instant> flips = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            instant(bytes.getLong()).ifPresent(flips::add);
        }
        return new Standing(id, audienceVersion, profileVersion, exactFrom, sequence, flips, due);
    }

    private static long micros(Optional<Instant> instant) {
        return instant.map(Micros::of).orElse(NONE);
    }

    private static Optional<Instant> instant(long micros) {
        return micros == NONE ? Optional.empty() : Optional.of(Micros.instant(micros));
    }
}
