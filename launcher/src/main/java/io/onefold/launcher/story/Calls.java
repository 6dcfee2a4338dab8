package io.onefold.launcher.story;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefold.launcher.running.ServiceKind;
import io.onefold.proto.profile.v1.Profile;
import io.onefold.proto.type.v1.Identifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a reader can ask next about the person that was shown, with that person's own identifiers. */
final class Calls {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> NAMES = List.of("email", "user_id", "phone", "crm_id");
    private static final String PROFILES = "onefold.profile.v1.ProfileService/";
    private static final String AUDIENCES = "onefold.segment.v1.AudienceService/";

    private Calls() {}

    /**
     * @param firstSeen when a source that may create people saw this one first
     * @param audience one that the person is in
     */
    static List<Call> about(Profile profile, Instant firstSeen, Optional<String> audience, int portOffset) {
        int profiles = ServiceKind.PROFILE.httpPort(portOffset);
        int segments = ServiceKind.SEGMENT.httpPort(portOffset);
        ObjectNode person = JSON.createObjectNode();
        person.set("identifier", identifier(profile));
        String id = JSON.createObjectNode()
                .put("profile_id", profile.getProfileId())
                .toString();
        List<Call> calls = new ArrayList<>();
        calls.add(new Call(
                "the whole view, by any identifier in any writing",
                profiles,
                PROFILES + "GetProfile",
                person.toString()));
        calls.add(new Call(
                "the same person as of the first sight: what was known then",
                profiles,
                PROFILES + "GetProfile",
                person.deepCopy().put("as_of", firstSeen.toString()).toString()));
        calls.add(new Call(
                "the timeline over all channels, newest first",
                profiles,
                PROFILES + "ListTimeline",
                person.deepCopy().put("page_size", 5).toString()));
        calls.add(new Call(
                "the evidence: which records are this person, seen by which source on which day",
                ServiceKind.IDENTITY.httpPort(portOffset),
                "onefold.identity.v1.IdentityService/GetIdentity",
                person.toString()));
        calls.add(new Call("the audiences that the person is in", segments, AUDIENCES + "ListMemberships", id));
        audience.ifPresent(name -> calls.add(new Call(
                "who else is in one of them",
                segments,
                AUDIENCES + "ListMembers",
                JSON.createObjectNode()
                        .put("audience", name)
                        .put("page_size", 5)
                        .toString())));
        calls.add(new Call(
                "the ledger: what became of everything that was sent",
                ServiceKind.INGESTION.httpPort(portOffset),
                "onefold.ingestion.v1.IngestionService/GetLedger",
                "{}"));
        return calls;
    }

    private static ObjectNode identifier(Profile profile) {
        for (String namespace : NAMES) {
            Optional<Identifier> found = profile.getIdentifiersList().stream()
                    .filter(one -> one.getNamespace().equals(namespace) && !one.getInvalid())
                    .findFirst();
            if (found.isPresent()) {
                return node(found.get());
            }
        }
        return node(profile.getIdentifiers(0));
    }

    private static ObjectNode node(Identifier identifier) {
        return JSON.createObjectNode()
                .put("namespace", identifier.getNamespace())
                .put("value", identifier.getValue());
    }
}
