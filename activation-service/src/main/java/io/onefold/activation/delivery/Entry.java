package io.onefold.activation.delivery;

import com.google.protobuf.ByteString;
import io.onefold.activation.campaign.Cause;
import java.util.UUID;

/**
 * A profile entered or left an audience.
 *
 * @param profileVersion the version of the profile that was evaluated
 * @param sequence how often its membership has changed
 * @param received the item as it came
 */
public record Entry(
        String workspace,
        String audience,
        UUID profileId,
        boolean entered,
        Cause cause,
        long profileVersion,
        long sequence,
        ByteString received) {}
