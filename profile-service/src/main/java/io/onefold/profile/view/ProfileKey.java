package io.onefold.profile.view;

import java.util.UUID;

/** How a caller names a profile. */
public sealed interface ProfileKey {
    /** By an id of now or of the past. */
    record ById(UUID profileId) implements ProfileKey {
        @Override
        public String toString() {
            return "the id " + profileId;
        }
    }

    /** By an identifier, in whatever writing the caller has it. */
    record ByIdentifier(String namespace, String value) implements ProfileKey {
        @Override
        public String toString() {
            return "the identifier " + namespace + ":" + value;
        }
    }
}
