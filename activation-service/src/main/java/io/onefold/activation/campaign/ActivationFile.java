package io.onefold.activation.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefold.activation.destination.AdAudienceFile;
import io.onefold.activation.destination.Destination;
import io.onefold.activation.destination.DestinationText;
import io.onefold.activation.destination.StrictText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * What is delivered where, as a YAML file with the lists `destinations`, `campaigns` and `do_not_contact`. A file that is wrong
 * somewhere is refused as a whole.
 *
 * @param version rises with each change of the file; 0: it says none
 * @param digest of all that it says
 */
record ActivationFile(
        long version,
        UUID digest,
        List<Destination> destinations,
        List<CampaignDraft> campaigns,
        List<DoNotContact> doNotContact) {
    private static final Set<String> PARTS = Set.of("version", "destinations", "campaigns", "do_not_contact");

    /** Finds a destination that the file does not name. */
    interface Known extends BiFunction<String, String, Optional<Destination>> {}

    /** Reads a file; what is wrong with it is said with its place. */
    static ActivationFile read(String name, String yaml, Known known) {
        JsonNode root = StrictText.yaml(name, yaml);
        if (!root.isObject()) {
            throw new IllegalArgumentException(name + ": the lists " + PARTS + " are expected");
        }
        root.fieldNames().forEachRemaining(field -> {
            if (!PARTS.contains(field)) {
                throw new IllegalArgumentException(name + ": unknown field " + field + "; known are " + PARTS);
            }
        });
        List<Destination> destinations = list(name, root, "destinations", "name", DestinationText::read);
        Map<List<String>, Destination> named = new HashMap<>();
        for (Destination destination : destinations) {
            if (named.put(List.of(destination.workspace(), destination.name()), destination) != null) {
                throw new IllegalArgumentException(
                        name + ": destinations: " + destination.name() + " is there more than once");
            }
        }
        Known all = (workspace, destination) -> Optional.ofNullable(named.get(List.of(workspace, destination)))
                .or(() -> known.apply(workspace, destination));
        List<CampaignDraft> campaigns =
                list(name, root, "campaigns", "key", (place, part) -> campaign(place, part, all));
        requireDistinct(name, campaigns, all);
        return new ActivationFile(
                version(name, root),
                UUID.nameUUIDFromBytes(root.toString().getBytes(StandardCharsets.UTF_8)),
                destinations,
                campaigns,
                list(
                        name,
                        root,
                        "do_not_contact",
                        "reason",
                        (place, part) -> StrictText.read(place, part, DoNotContact.class)));
    }

    private static long version(String file, JsonNode root) {
        JsonNode version = root.path("version");
        if (version.isMissingNode()) {
            return 0;
        }
        if (!version.canConvertToLong() || !version.isIntegralNumber() || version.asLong() < 1) {
            throw new IllegalArgumentException(file + ": version: a whole number from 1 on, not " + version);
        }
        return version.asLong();
    }

    private static <T> List<T> list(
            String file, JsonNode root, String field, String label, BiFunction<String, JsonNode, T> read) {
        JsonNode parts = root.path(field);
        if (parts.isMissingNode() || parts.isNull()) {
            return List.of();
        }
        if (!parts.isArray()) {
            throw new IllegalArgumentException(file + ": " + field + ": a list is expected");
        }
        List<T> all = new ArrayList<>();
        for (JsonNode part : parts) {
            String called = part.path(label).asText("");
            String place = file + ": " + field + "[" + all.size() + "]" + (called.isEmpty() ? "" : " (" + called + ")");
            all.add(read.apply(place, part));
        }
        return List.copyOf(all);
    }

    private static CampaignDraft campaign(String place, JsonNode part, Known known) {
        CampaignDraft draft = StrictText.read(place, part, CampaignDraft.class);
        try {
            complete(draft, known);
            return draft;
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(place + ": " + wrong.getMessage(), wrong);
        }
    }

    static Campaign complete(CampaignDraft draft, Known known) {
        String workspace = draft.workspace();
        if (workspace == null || workspace.isBlank()) {
            throw new IllegalArgumentException("workspace: must be given");
        }
        return draft.complete(known.apply(workspace, draft.destinationName())
                .orElseThrow(() -> new IllegalArgumentException(
                        "destination: the workspace has none called " + draft.destinationName())));
    }

    /** Two campaigns of one name would overwrite each other; two lists of one audience in one file could not be told apart. */
    private static void requireDistinct(String name, List<CampaignDraft> drafts, Known known) {
        Set<List<String>> taken = new HashSet<>();
        for (CampaignDraft draft : drafts) {
            Campaign campaign = complete(draft, known);
            if (!taken.add(List.of("key", campaign.workspace(), campaign.key()))) {
                throw new IllegalArgumentException(
                        name + ": campaigns: " + campaign.key() + " is there more than once");
            }
            if (campaign.destination() instanceof AdAudienceFile file
                    && !taken.add(List.of("list", campaign.workspace(), file.name(), campaign.audience()))) {
                throw new IllegalArgumentException(name + ": campaigns: " + campaign.key() + ": destination "
                        + file.name() + " has a list of audience " + campaign.audience() + " already");
            }
        }
    }

    static String write(CampaignDraft campaign) {
        return StrictText.tree(campaign).toString();
    }

    static CampaignDraft readStored(String definition) {
        return StrictText.read("a stored campaign", StrictText.json(definition), CampaignDraft.class);
    }
}
