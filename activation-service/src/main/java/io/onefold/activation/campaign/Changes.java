package io.onefold.activation.campaign;

import io.onefold.activation.destination.AdAudienceFile;
import io.onefold.activation.destination.Destination;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a newer file may change, and what must stay as it is. */
final class Changes {
    private Changes() {}

    static void requireAllowed(Destination before, Destination after) {
        String name = "destination " + after.name();
        if (!before.type().equals(after.type())) {
            throw new IllegalArgumentException(
                    name + ": the type stays as it is (" + before.type() + "); choose a new name");
        }
        if (before instanceof AdAudienceFile old
                && after instanceof AdAudienceFile file
                && !(old.directory().equals(file.directory()) && old.partner() == file.partner())) {
            throw new IllegalArgumentException(
                    name
                            + ": the directory and partner of lists stay as they are, for what stands there was told by them; choose a new name");
        }
    }

    /** What the partner's list holds was told under the old audience and destination: another one is another list. */
    static void requireAllowed(Campaign before, Campaign after) {
        boolean lists = before.isList() || after.isList();
        if (lists
                && !(before.trigger() == after.trigger()
                        && before.audience().equals(after.audience())
                        && before.destination().id().equals(after.destination().id()))) {
            throw new IllegalArgumentException("campaign " + after.key()
                    + ": the audience, destination and trigger of a list stay as they are; choose a new key");
        }
    }

    /** Whether a list wants other people than before. */
    static boolean wantsOthers(Optional<Campaign> before, Campaign after) {
        return after.isList() && !before.map(Campaign::consent).equals(Optional.of(after.consent()));
    }

    /** A folder is one destination's: whoever reads it must not find the people of another workspace in it. */
    static void requireOwnFolders(Collection<Destination> all) {
        Map<String, AdAudienceFile> taken = new HashMap<>();
        for (Destination destination : all) {
            if (destination instanceof AdAudienceFile file) {
                // Some file systems take upper and lower case for the same.
                AdAudienceFile other = taken.putIfAbsent(file.directory().toLowerCase(Locale.ROOT), file);
                if (other != null) {
                    throw new IllegalArgumentException("destination " + file.name() + " of workspace "
                            + file.workspace() + ": directory: " + file.directory() + " is that of destination "
                            + other.name() + " of workspace " + other.workspace());
                }
            }
        }
    }
}
