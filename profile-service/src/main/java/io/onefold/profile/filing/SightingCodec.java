package io.onefold.profile.filing;

import io.onefold.profile.change.Times;
import io.onefold.proto.identity.v1.Sighting;
import io.onefold.proto.type.v1.Identifier;

/** Writes evidence for identity. */
final class SightingCodec {
    private SightingCodec() {}

    static Sighting write(Sightings.Sighting sighting) {
        return Sighting.newBuilder()
                .setWorkspace(sighting.workspace())
                .setRecordId(sighting.recordId().toString())
                .addAllIdentifiers(sighting.identifiers().stream()
                        .map(SightingCodec::identifier)
                        .toList())
                .setSource(sighting.source())
                .setEnriching(sighting.enriching())
                .setFirstTime(Times.timestamp(sighting.first()))
                .setLastTime(Times.timestamp(sighting.last()))
                .setErasureOrdinal(sighting.afterErasure())
                .build();
    }

    private static Identifier identifier(io.onefold.domain.Identifier identifier) {
        return Identifier.newBuilder()
                .setNamespace(identifier.namespace())
                .setValue(identifier.value())
                .setInvalid(!identifier.valid())
                .build();
    }
}
