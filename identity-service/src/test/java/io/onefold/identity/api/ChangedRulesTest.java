package io.onefold.identity.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.onefold.devstack.DevStackTestResource;
import io.onefold.identity.resolve.NextStart;
import io.onefold.identity.rules.RuleBook;
import io.onefold.kit.sql.Database;
import io.onefold.proto.identity.v1.IdentityChange;
import io.onefold.proto.identity.v1.RecordOwner;
import io.onefold.proto.identity.v1.Sighting;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changed rules apply to the past. */
@QuarkusTest
@QuarkusTestResource(
        value = DevStackTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "onefold_identity_test"))
class ChangedRulesTest {
    private static final String USUAL = "[{user_id: {exclusive: always}}, {email: {}}, {anonymous_id: {}}]";
    private static final String STRICTER =
            "[{user_id: {exclusive: always}}, {email: {blocked: [shop@example.org]}}, {anonymous_id: {}}]";

    @Inject
    NextStart nextStart;

    @Inject
    Database database;

    @TempDir
    Path folder;

    @Test
    void whatABlockedValueUnitedIsPartedAndWhatItPartedIsUnitedAgain() throws IOException {
        String workspace = "w-" + UUID.randomUUID().toString().substring(0, 18);
        List<Sighting> sightings = List.of(
                IdentityClient.sighting(workspace, "web", false, 1, "anonymous_id:k1", "email:shop@example.org")
                        .build(),
                IdentityClient.sighting(workspace, "web", false, 2, "anonymous_id:k2", "email:shop@example.org")
                        .build(),
                IdentityClient.sighting(workspace, "web", false, 3, "email:shop@example.org")
                        .build());
        try (IdentityClient identity = new IdentityClient(RestAssured.port)) {
            assertEquals(1, owners(identity, sightings).size());

            StoredIdentity parted = derivedUnder(workspace, STRICTER);
            assertEquals(
                    2,
                    Set.copyOf(parted.owners().values()).stream()
                            .filter(Optional::isPresent)
                            .count());
            assertEquals(Optional.empty(), parted.holders().get("email:shop@example.org"));
            FeedReplay replay = FeedReplay.inAnyOrder(feed(identity), workspace, 1);
            assertEquals(parted.owners(), replay.owners());

            StoredIdentity united = derivedUnder(workspace, USUAL);
            assertEquals(1, Set.copyOf(united.owners().values()).size());
            assertNotEquals(Optional.empty(), united.holders().get("email:shop@example.org"));
            List<IdentityChange.Cause> causes = feed(identity).stream()
                    .filter(change -> change.getWorkspace().equals(workspace))
                    .map(IdentityChange::getCause)
                    .distinct()
                    .toList();
            assertEquals(
                    Set.of(IdentityChange.Cause.CAUSE_EVIDENCE, IdentityChange.Cause.CAUSE_RULES), Set.copyOf(causes));
        }
    }

    @Test
    void aStartOnTheSameRulesAddsNoVersion() {
        String usual = "src/main/resources/development-identity-rules.yaml";
        RuleBook first = nextStart.with(usual);
        RuleBook again = nextStart.with(usual);
        assertFalse(again.isAnyChanged());
        assertEquals(
                first.of("dev").current().version(), again.of("dev").current().version());
    }

    /** The workspaces that are named in no file keep the rules that they had. */
    private StoredIdentity derivedUnder(String workspace, String rules) throws IOException {
        String usual = Files.readString(Path.of("src/main/resources/development-identity-rules.yaml"));
        Path file = folder.resolve(UUID.randomUUID() + ".yaml");
        Files.writeString(file, usual + "  " + workspace + ": " + rules + "\n");
        RuleBook inForce = nextStart.with(file.toString());
        assertFalse(inForce.isAnyChanged());
        StoredIdentity stored = StoredIdentity.read(database, workspace);
        stored.agreesWithTheReference(inForce.of(workspace).current());
        return stored;
    }

    private static Set<String> owners(IdentityClient identity, List<Sighting> sightings) {
        return identity.resolve(sightings).getOwnersList().stream()
                .map(RecordOwner::getProfileId)
                .collect(Collectors.toSet());
    }

    private List<IdentityChange> feed(IdentityClient identity) {
        long items = database.snapshot(tx ->
                tx.query("select count(*) from feed_item").iterator().next().getLong(0));
        return FeedReplay.read(identity, items);
    }
}
