package io.onefold.profile.api;

import io.onefold.kit.error.Failures;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Profile ids of a batch, of which the contract gives only the number. */
final class ProfileIds {
    private ProfileIds() {}

    static List<UUID> parse(List<String> texts) {
        List<UUID> ids = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            try {
                ids.add(UUID.fromString(texts.get(i)));
            } catch (IllegalArgumentException malformed) {
                throw Failures.invalidField("profile_ids[" + i + "]", "value must be a valid UUID");
            }
        }
        return ids;
    }
}
