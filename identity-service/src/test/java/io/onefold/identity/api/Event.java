package io.onefold.identity.api;

import io.onefold.proto.identity.v1.Sighting;
import java.util.List;

/**
 * One event of a random history.
 *
 * @param second of the epoch
 * @param identifiers each {@code namespace:value}, in order
 */
record Event(int second, boolean enriching, List<String> identifiers) {

    Sighting in(String workspace) {
        return IdentityClient.sighting(
                        workspace, enriching ? "dmp" : "web", enriching, second, identifiers.toArray(String[]::new))
                .build();
    }
}
