package io.onefold.identity.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.onefold.kit.validation.RequestLimits;
import io.onefold.proto.identity.v1.ResolveRequest;
import io.onefold.proto.identity.v1.Sighting;
import io.onefold.proto.type.v1.Identifier;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The plain code of the hot path and the rules of the proto refuse the same requests. */
class SightingLimitsTest {
    private final RequestLimits limits = new RequestLimits();

    @Test
    void bothAgreeOnEverySighting() {
        List<Consumer<Sighting.Builder>> spoilers = List.of(
                sighting -> {},
                sighting -> sighting.setWorkspace(""),
                sighting -> sighting.setWorkspace("a".repeat(32)),
                sighting -> sighting.setWorkspace("a".repeat(33)),
                sighting -> sighting.setWorkspace("-a"),
                sighting -> sighting.setWorkspace("a_b"),
                sighting -> sighting.setWorkspace("1a"),
                sighting -> sighting.setWorkspace("dev\n"),
                sighting -> sighting.setRecordId(""),
                sighting -> sighting.setRecordId("1-2-3-4-5"),
                sighting -> sighting.setRecordId("0123456789abcdef0123456789abcdef"),
                sighting -> sighting.setRecordId("AAAAAAAA-BBBB-cccc-dddd-0123456789AB"),
                sighting -> sighting.setRecordId("gaaaaaaa-bbbb-cccc-dddd-0123456789ab"),
                sighting -> sighting.setSource(""),
                sighting -> sighting.setSource("é".repeat(64)),
                sighting -> sighting.setSource("😀".repeat(64)),
                sighting -> sighting.setSource("😀".repeat(65)),
                sighting -> sighting.clearIdentifiers(),
                sighting -> sighting.addAllIdentifiers(Collections.nCopies(31, identifier("email", "x"))),
                sighting -> sighting.addAllIdentifiers(Collections.nCopies(32, identifier("email", "x"))),
                sighting -> sighting.addIdentifiers(identifier("", "x")),
                sighting -> sighting.addIdentifiers(identifier("a".repeat(64), "x")),
                sighting -> sighting.addIdentifiers(identifier("a".repeat(65), "x")),
                sighting -> sighting.addIdentifiers(identifier("a-b", "x")),
                sighting -> sighting.addIdentifiers(identifier("_a", "x")),
                sighting -> sighting.addIdentifiers(identifier("Email", "x")),
                sighting -> sighting.addIdentifiers(identifier("email", "")),
                sighting -> sighting.addIdentifiers(identifier("email", "😀".repeat(512))),
                sighting -> sighting.addIdentifiers(identifier("email", "😀".repeat(513))),
                sighting -> sighting.clearFirstTime(),
                sighting -> sighting.clearLastTime());
        for (int i = 0; i < spoilers.size(); i++) {
            Sighting.Builder sighting = IdentityClient.sighting("dev", "web", false, 1, "user_id:1");
            spoilers.get(i).accept(sighting);
            agree(ResolveRequest.newBuilder().addSightings(sighting).build(), "spoiler " + i);
        }
    }

    @Test
    void bothAgreeOnTheSizeOfABatch() {
        Sighting sighting = IdentityClient.seen(1, "user_id:1");
        for (int size : new int[] {0, 1, 10_000, 10_001}) {
            agree(
                    ResolveRequest.newBuilder()
                            .addAllSightings(Collections.nCopies(size, sighting))
                            .build(),
                    size + " sightings");
        }
    }

    private void agree(ResolveRequest request, String what) {
        assertEquals(
                limits.violations(request).isEmpty(),
                SightingCodec.violations(request).isEmpty(),
                what);
    }

    private static Identifier identifier(String namespace, String value) {
        return Identifier.newBuilder().setNamespace(namespace).setValue(value).build();
    }
}
