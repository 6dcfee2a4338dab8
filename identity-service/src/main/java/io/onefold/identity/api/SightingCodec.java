package io.onefold.identity.api;

import com.google.protobuf.Timestamp;
import com.google.rpc.BadRequest.FieldViolation;
import io.onefold.domain.Identifier;
import io.onefold.domain.IdentifierNormalizer;
import io.onefold.identity.resolve.SightingBatch;
import io.onefold.kit.error.Failures;
import io.onefold.proto.identity.v1.ResolveRequest;
import io.onefold.proto.identity.v1.Sighting;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Reads the batches of the hot path. The limits of the proto are enforced here in plain code, since running protovalidate would cost more
 * than the rest; a test shows that both agree. What they cannot say, that a span lies within one day, is checked here as well.
 */
final class SightingCodec {
    private static final int MAX_SIGHTINGS = 10_000;
    private static final int MAX_IDENTIFIERS = 32;
    private static final int MAX_SOURCE = 64;
    private static final int MAX_VALUE = 512;
    private static final int MAX_WORKSPACE = 32;
    private static final int MAX_NAMESPACE = 64;
    private static final int UUID_LENGTH = 36;
    private static final int MOST_VIOLATIONS = 20;
    private static final long YEAR_1 = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
    private static final long YEAR_10000 = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond() + 1;
    private static final int NANOS = 1_000_000_000;

    private SightingCodec() {}

    static SightingBatch read(ResolveRequest request) {
        List<FieldViolation> violations = violations(request);
        if (!violations.isEmpty()) {
            throw Failures.invalidFields(violations);
        }
        SightingBatch batch = new SightingBatch();
        for (Sighting sighting : request.getSightingsList()) {
            batch.add(
                    sighting.getWorkspace(),
                    UUID.fromString(sighting.getRecordId()),
                    sighting.getIdentifiersList().stream()
                            .map(SightingCodec::identifier)
                            .toList(),
                    sighting.getSource(),
                    sighting.getEnriching(),
                    instant(sighting.getFirstTime()),
                    instant(sighting.getLastTime()),
                    sighting.getErasureOrdinal());
        }
        return batch;
    }

    /** The value is taken as it is: a record is named by it for ever. Whether it is well formed is for the normaliser to say. */
    private static Identifier identifier(io.onefold.proto.type.v1.Identifier sent) {
        boolean valid = IdentifierNormalizer.normalize(sent.getNamespace(), sent.getValue())
                .valid();
        return new Identifier(sent.getNamespace(), sent.getValue(), valid);
    }

    static List<FieldViolation> violations(ResolveRequest request) {
        Violations violations = new Violations(new ArrayList<>());
        int count = request.getSightingsCount();
        violations.require(count >= 1 && count <= MAX_SIGHTINGS, "sightings", "must be 1 to " + MAX_SIGHTINGS);
        for (int i = 0; i < Math.min(count, MAX_SIGHTINGS) && violations.found.size() < MOST_VIOLATIONS; i++) {
            check(request.getSightings(i), i, violations);
        }
        return violations.found;
    }

    private static void check(Sighting sighting, int at, Violations violations) {
        if (!isWord(sighting.getWorkspace(), MAX_WORKSPACE, '-')) {
            violations.add(at, "workspace", "must be the name of a workspace");
        }
        if (!isUuid(sighting.getRecordId())) {
            violations.add(at, "record_id", "must be a UUID in text form");
        }
        if (sighting.getIdentifiersCount() > MAX_IDENTIFIERS) {
            violations.add(at, "identifiers", "must be at most " + MAX_IDENTIFIERS);
        }
        for (int i = 0; i < Math.min(sighting.getIdentifiersCount(), MAX_IDENTIFIERS); i++) {
            check(sighting.getIdentifiers(i), at, i, violations);
        }
        if (!hasLength(sighting.getSource(), MAX_SOURCE)) {
            violations.add(at, "source", "must have 1 to " + MAX_SOURCE + " characters");
        }
        checkSpan(sighting, at, violations);
    }

    private static void check(io.onefold.proto.type.v1.Identifier sent, int at, int i, Violations violations) {
        if (!isWord(sent.getNamespace(), MAX_NAMESPACE, '_')) {
            violations.add(at, "identifiers[" + i + "].namespace", "must be the name of a namespace");
        }
        if (!hasLength(sent.getValue(), MAX_VALUE) || sent.getValue().indexOf('\0') >= 0) {
            violations.add(
                    at, "identifiers[" + i + "].value", "must have 1 to " + MAX_VALUE + " characters and no NUL");
        }
    }

    private static void checkSpan(Sighting sighting, int at, Violations violations) {
        if (!sighting.hasFirstTime() || !isTime(sighting.getFirstTime())) {
            violations.add(at, "first_time", "must be a time of the years 1 to 9999");
        } else if (!sighting.hasLastTime() || !isTime(sighting.getLastTime())) {
            violations.add(at, "last_time", "must be a time of the years 1 to 9999");
        } else {
            Instant first = instant(sighting.getFirstTime());
            Instant last = instant(sighting.getLastTime());
            if (last.isBefore(first)) {
                violations.add(at, "last_time", "must not be before first_time");
            } else if (!first.atOffset(ZoneOffset.UTC)
                    .toLocalDate()
                    .equals(last.atOffset(ZoneOffset.UTC).toLocalDate())) {
                violations.add(at, "last_time", "must be of the same day in UTC as first_time");
            }
        }
    }

    private static boolean isTime(Timestamp time) {
        return time.getSeconds() >= YEAR_1
                && time.getSeconds() < YEAR_10000
                && time.getNanos() >= 0
                && time.getNanos() < NANOS;
    }

    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    private static boolean hasLength(String text, int most) {
        return !text.isEmpty() && (text.length() <= most || text.codePointCount(0, text.length()) <= most);
    }

    /** A lower-case letter, then lower-case letters, digits and one more sign. */
    private static boolean isWord(String text, int most, char sign) {
        if (text.isEmpty() || text.length() > most || !isLetter(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLetter(c) && !(c >= '0' && c <= '9') && c != sign) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isUuid(String text) {
        if (text.length() != UUID_LENGTH) {
            return false;
        }
        for (int i = 0; i < UUID_LENGTH; i++) {
            char c = text.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : !isHexadecimal(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHexadecimal(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private record Violations(List<FieldViolation> found) {

        void require(boolean holds, String field, String description) {
            if (!holds) {
                found.add(Failures.violation(field, description));
            }
        }

        void add(int sighting, String field, String description) {
            found.add(Failures.violation("sightings[" + sighting + "]." + field, description));
        }
    }
}
