package io.onefold.identity.resolve;

import java.util.UUID;

/** A profile id as it is stored; the table says what each column means. */
record ProfileRow(UUID profileId, String workspace, UUID recordId, int recordCount, UUID recordHash, long version) {
    private static final UUID NOTHING = new UUID(0, 0);

    static ProfileRow minted(RecordRow record) {
        return new ProfileRow(record.mintedProfileId(), record.workspace(), record.recordId(), 0, NOTHING, 0);
    }

    ProfileRow with(UUID record) {
        return new ProfileRow(profileId, workspace, recordId, recordCount + 1, toggled(record), version);
    }

    ProfileRow without(UUID record) {
        return new ProfileRow(profileId, workspace, recordId, recordCount - 1, toggled(record), version);
    }

    ProfileRow emptied() {
        return new ProfileRow(profileId, workspace, recordId, 0, NOTHING, version);
    }

    ProfileRow at(long newVersion) {
        return new ProfileRow(profileId, workspace, recordId, recordCount, recordHash, newVersion);
    }

    private UUID toggled(UUID record) {
        return new UUID(
                recordHash.getMostSignificantBits() ^ record.getMostSignificantBits(),
                recordHash.getLeastSignificantBits() ^ record.getLeastSignificantBits());
    }
}
