package io.onefold.segment.audience;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.onefold.proto.profile.v1.NamespaceFact;
import io.onefold.proto.profile.v1.ProfileFacts;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.Identifier;
import io.onefold.segment.evaluation.Facts;
import io.onefold.segment.profiles.FactCodec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The facts of each profile of a folder of input, whose partition into profiles is the expected one. */
final class InputProfiles {
    private static final List<String> STRONGEST_FIRST =
            List.of("user_id", "crm_id", "loyalty_id", "twitter_id", "email", "phone", "anonymous_id");

    private final Map<String, String> holders = new HashMap<>();
    private final Map<String, ProfileFacts.Builder> profiles = new TreeMap<>();
    private final Map<String, Map<String, Timestamp>> namespaces = new HashMap<>();

    private InputProfiles() {}

    static Map<String, Facts> read(Inputs inputs, FactCodec codec) {
        InputProfiles profiles = new InputProfiles();
        inputs.rows(
                "expected/identifiers.csv",
                row -> profiles.holders.put(row.get("type") + ":" + row.get("value"), row.get("pid")));
        InputEvents.read(inputs, profiles::add);
        Map<String, Facts> facts = new TreeMap<>();
        profiles.profiles.forEach((pid, profile) -> facts.put(pid, codec.facts(profiles.complete(pid, profile))));
        return facts;
    }

    /**
     * By the strongest identifier that a profile holds; an event of which none is held, such as a row for a cookie never seen, is nobody's.
     */
    private void add(Event event) {
        String pid = STRONGEST_FIRST.stream()
                .flatMap(namespace -> event.getIdentifiersList().stream()
                        .filter(identifier -> identifier.getNamespace().equals(namespace)))
                .map(InputProfiles::text)
                .filter(holders::containsKey)
                .map(holders::get)
                .findFirst()
                .orElse("");
        if (pid.isEmpty()) {
            return;
        }
        ProfileFacts.Builder profile =
                profiles.computeIfAbsent(pid, id -> ProfileFacts.newBuilder().setProfileId(id));
        profile.addEvents(event);
        if (event.getEnriching()) {
            return;
        }
        profile.setExists(true);
        if (!profile.hasFirstTime() || Timestamps.compare(event.getEventTime(), profile.getFirstTime()) < 0) {
            profile.setFirstTime(event.getEventTime());
        }
        for (Identifier identifier : event.getIdentifiersList()) {
            if (pid.equals(holders.get(text(identifier)))) {
                namespaces
                        .computeIfAbsent(pid, id -> new TreeMap<>())
                        .merge(
                                identifier.getNamespace(),
                                event.getEventTime(),
                                (a, b) -> Timestamps.compare(a, b) < 0 ? a : b);
            }
        }
    }

    private ProfileFacts complete(String pid, ProfileFacts.Builder profile) {
        namespaces
                .getOrDefault(pid, Map.of())
                .forEach((namespace, first) -> profile.addNamespaces(
                        NamespaceFact.newBuilder().setNamespace(namespace).setFirstTime(first)));
        return profile.build();
    }

    private static String text(Identifier identifier) {
        return identifier.getNamespace() + ":" + identifier.getValue();
    }
}
