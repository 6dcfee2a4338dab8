package io.onefold.activation.campaign;

import io.onefold.activation.destination.Destination;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What is sent to whom, with everything decided; {@link CampaignDraft} is how it is written.
 *
 * @param causes the causes of an entry or exit on which it starts; a list follows all of them
 * @param consent what the person must have granted, as `purpose/channel`; empty: nothing of the person is sent along
 * @param once whether a person gets it once and never again
 * @param maxAttempts after so many failures a delivery is dead
 * @param letter the mail, for one that goes by mail
 */
public record Campaign(
        String key,
        String workspace,
        String audience,
        Trigger trigger,
        Set<Cause> causes,
        Destination destination,
        Optional<String> consent,
        boolean once,
        int maxAttempts,
        Backoff backoff,
        Optional<Letter> letter) {

    /** The same for the same campaign on every replica and after every start. */
    public UUID id() {
        return idOf(workspace, key);
    }

    static UUID idOf(String workspace, String key) {
        return UUID.nameUUIDFromBytes(("campaign\u001f" + workspace + "\u001f" + key).getBytes(StandardCharsets.UTF_8));
    }

    /** Whether an entry, or an exit, starts it. */
    public boolean startsOn(String ofAudience, String inWorkspace, boolean entered, Cause cause) {
        return isAbout(ofAudience, inWorkspace) && trigger.startsOn(entered) && causes.contains(cause);
    }

    /** Whether it keeps a list of the audience's members. */
    public boolean lists(String ofAudience, String inWorkspace) {
        return isList() && isAbout(ofAudience, inWorkspace);
    }

    public boolean isList() {
        return trigger == Trigger.MEMBERSHIP;
    }

    private boolean isAbout(String ofAudience, String inWorkspace) {
        return audience.equals(ofAudience) && workspace.equals(inWorkspace);
    }
}
