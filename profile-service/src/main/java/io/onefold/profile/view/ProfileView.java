package io.onefold.profile.view;

import io.onefold.domain.Identifier;
import io.onefold.profile.projection.ProfileRow;
import io.onefold.profile.state.Stamp;
import io.onefold.profile.state.ThirdPartyValue;
import java.util.List;
import java.util.SortedMap;

/**
 * A profile as it is shown.
 *
 * @param identifiers sorted
 * @param thirdParty of each provider the first row that is live at the workspace's clock, or at the instant of the view
 */
public record ProfileView(
        ProfileRow profile, List<Identifier> identifiers, SortedMap<Stamp, ThirdPartyValue> thirdParty) {}
