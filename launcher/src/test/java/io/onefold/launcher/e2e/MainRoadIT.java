package io.onefold.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.onefold.devstack.Wait;
import io.onefold.launcher.client.AudienceFile;
import io.onefold.launcher.client.MembershipFeed;
import io.onefold.launcher.client.MembershipWatch;
import io.onefold.launcher.client.Retry;
import io.onefold.launcher.client.SuiteClient;
import io.onefold.launcher.importing.AudienceImport;
import io.onefold.launcher.running.Suite;
import io.onefold.proto.ingestion.v1.IngestRequest;
import io.onefold.proto.ingestion.v1.IngestResponse;
import io.onefold.proto.ingestion.v1.IngestionServiceGrpc.IngestionServiceBlockingStub;
import io.onefold.proto.ingestion.v1.RawEvent;
import io.onefold.proto.ingestion.v1.Verdict.Outcome;
import io.onefold.proto.profile.v1.Behaviour;
import io.onefold.proto.profile.v1.ErasePersonRequest;
import io.onefold.proto.profile.v1.Erasure;
import io.onefold.proto.profile.v1.GetProfileRequest;
import io.onefold.proto.profile.v1.Profile;
import io.onefold.proto.segment.v1.ListMembersRequest;
import io.onefold.proto.segment.v1.ListMembershipsRequest;
import io.onefold.proto.segment.v1.Member;
import io.onefold.proto.segment.v1.Membership;
import io.onefold.proto.type.v1.Identifier;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What a caller may rely on, through the real services, two replicas of ingestion and of profile among them. */
@TestInstance(Lifecycle.PER_CLASS)
class MainRoadIT {
    private static final int REPLICA = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Suite suite = Runs.start("main-road");
    private final SuiteClient client = new SuiteClient(suite.options().portOffset());
    private final SuiteClient replica = new SuiteClient(suite.options().portOffset() + REPLICA);

    @BeforeAll
    void startReplicas() {
        suite.startReplica("ingestion", REPLICA);
        suite.startReplica("profile", REPLICA);
    }

    @AfterAll
    void stop() {
        client.close();
        replica.close();
        suite.close();
    }

    @Test
    void twoPurchasesInOneRequestBothCount() {
        String token = ingest(client, purchase("two-1", "two", "10.10"), purchase("two-2", "two", "20.25"))
                .getConsistencyToken();
        Behaviour orders = orders(profile(client, "user_id", "two", token));
        assertEquals(2, orders.getCount());
        assertEquals("30.35", orders.getSums(0).getSum());
    }

    @Test
    void eightWritersOnOneProfileLoseNothing() throws Exception {
        int writers = 8;
        int events = 81;
        List<String> tokens = concurrently(IntStream.range(0, writers)
                        .mapToObj(writer -> (Callable<List<String>>) () -> {
                            List<String> own = new ArrayList<>();
                            for (int i = writer; i < events; i += writers) {
                                SuiteClient target = i % 2 == 0 ? client : replica;
                                own.add(ingest(
                                                target,
                                                purchase("eight-" + i, "eight", "1.01", "eights-cookie-" + i % 5))
                                        .getConsistencyToken());
                            }
                            return own;
                        })
                        .toList())
                .stream()
                .flatMap(List::stream)
                .toList();
        // A token stands for the events of its own request alone: the last read has waited for all of them.
        List<Profile> reads = tokens.stream()
                .map(token -> profile(client, "user_id", "eight", token))
                .toList();
        Profile read = reads.get(reads.size() - 1);
        Behaviour orders = orders(read);
        assertEquals(events, orders.getCount());
        assertEquals("81.81", orders.getSums(0).getSum());
        assertEquals(read, profile(replica, "user_id", "eight", tokens.get(0)), "both replicas serve the same view");
    }

    @Test
    void oneMessageIdWithTwoSetsOfIdentifiersAtTwoReplicasIsOneEvent() throws Exception {
        for (int round = 0; round < 20; round++) {
            String messageId = "race-" + round;
            String left = "left-" + round;
            String right = "right-" + round;
            List<IngestResponse> responses = concurrently(List.of(
                    () -> ingest(client, purchase(messageId, left, "5")),
                    () -> ingest(replica, purchase(messageId, right, "5"))));
            List<Outcome> outcomes = responses.stream()
                    .map(response -> response.getVerdicts(0).getOutcome())
                    .sorted()
                    .toList();
            assertEquals(List.of(Outcome.OUTCOME_ACCEPTED, Outcome.OUTCOME_DUPLICATE), outcomes);
            assertTrue(
                    responses.stream()
                            .anyMatch(response -> response.getVerdicts(0).getConflict()),
                    "the conflict is shown");
            boolean leftWon = responses.get(0).getVerdicts(0).getOutcome() == Outcome.OUTCOME_ACCEPTED;
            // The token of the duplicate stands for the event that won.
            String token = responses.get(leftWon ? 1 : 0).getConsistencyToken();
            assertEquals(
                    1,
                    orders(profile(client, "user_id", leftWon ? left : right, token))
                            .getCount());
        }
    }

    @Test
    void anEventThatChangesNothingIsReadBackWithItsToken() {
        IngestResponse first = ingest(client, purchase("same-1", "same", "3"));
        Profile before = profile(client, "user_id", "same", first.getConsistencyToken());
        IngestResponse again = ingest(replica, purchase("same-1", "same", "3"));
        assertEquals(Outcome.OUTCOME_DUPLICATE, again.getVerdicts(0).getOutcome());
        assertEquals(before, profile(replica, "user_id", "same", again.getConsistencyToken()));
    }

    /** The first call of the README, as it stands there. */
    @Test
    void theReadmesFirstCallWorks() throws Exception {
        Matcher snippet = Pattern.compile("-d '(\\{\"batch\".*?)'", Pattern.DOTALL)
                .matcher(Files.readString(Runs.checkout().resolve("README.md")));
        assertTrue(snippet.find(), "the README has no batch to send");
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + suite.service("ingestion").httpPort() + "/v1/batch"))
                .header(
                        "authorization",
                        "Basic " + Base64.getEncoder().encodeToString("dev-web:".getBytes(StandardCharsets.UTF_8)))
                .POST(BodyPublishers.ofString(snippet.group(1)))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), response.body());
        assertTrue(response.body().contains("\"accepted\":2"), response.body());
        // The token of duplicates stands for the events that were first with their ids: for both, as the second changes
        // the profile too.
        IngestResponse again = ingestAs("dev-web", client, """
                {"messageId":"m-1","type":"page","userId":"ann"}""", """
                {"messageId":"m-2","type":"page","userId":"ann"}""");
        again.getVerdictsList().forEach(verdict -> assertEquals(Outcome.OUTCOME_DUPLICATE, verdict.getOutcome()));
        String token = again.getConsistencyToken();
        Profile ann = profile(client, "user_id", "ann", token);
        assertEquals(ann, profile(client, "email", "ANN@example.com", token));
    }

    @Test
    void aMergeKeepsBothIdsAndTheirEvents() {
        String anonymous = """
                {"messageId":"merge-1","type":"page","anonymousId":"merge-cookie","name":"home","context":{"sessionId":"s"}}""";
        String token = ingest(client, anonymous).getConsistencyToken();
        Profile before = profile(client, "anonymous_id", "merge-cookie", token);
        token = ingest(client, purchase("merge-2", "merge-user", "7", "merge-cookie"))
                .getConsistencyToken();
        Profile after = profile(client, "user_id", "merge-user", token);
        assertEquals(2, after.getEventCount());
        assertEquals(after, profile(replica, "anonymous_id", "merge-cookie", token));
        GetProfileRequest byOldId = GetProfileRequest.newBuilder()
                .setProfileId(before.getProfileId())
                .setConsistencyToken(token)
                .build();
        assertEquals(
                after,
                Retry.within(PATIENCE, () -> client.profiles().getProfile(byOldId))
                        .getProfile());
    }

    @Test
    void theTwelveAudiencesAreImportedOnceAndFollowEvents() throws Exception {
        Path folder = Runs.checkout().resolve("segment-service/src/main/resources/audiences");
        List<AudienceFile> files = AudienceFile.read(folder);
        assertEquals(12, files.size());
        assertEquals(
                12,
                imported(files).stream()
                        .filter(line -> line.contains(" created "))
                        .count());
        assertEquals(
                12,
                imported(files).stream()
                        .filter(line -> line.contains(" unchanged "))
                        .count());
        try (MembershipWatch watch = new MembershipWatch(client, "vip", scan().cursors())) {
            String token =
                    ingest(client, purchase("vip-1", "vip-user", "2000.00")).getConsistencyToken();
            String id = profile(client, "user_id", "vip-user", token).getProfileId();
            assertEquals(id, watch.next(PATIENCE).orElseThrow().profileId());
            assertEquals(Set.of("vip"), memberships(id, token));
            // Net of a refund it is less.
            token = ingest(client, purchase("vip-2", "vip-user", "0.01").replace("Order Completed", "Order Refunded"))
                    .getConsistencyToken();
            assertEquals(Set.of(), memberships(id, token));
        }
    }

    @Test
    void aChangedFileMakesANewVersionOfTheAudience(@TempDir Path folder) throws Exception {
        String token = ingest(
                        client,
                        purchase("rule-1", "rule-one", "1"),
                        purchase("rule-2", "rule-two", "1"),
                        purchase("rule-3", "rule-two", "1"))
                .getConsistencyToken();
        String one = profile(client, "user_id", "rule-one", token).getProfileId();
        String two = profile(client, "user_id", "rule-two", token).getProfileId();
        String yaml = """
                name: buyers_of_the_rule
                rule:
                  all:
                    rules:
                    - comparison:
                        left: {count: {names: [Order Completed]}}
                        operator: OPERATOR_GE
                        right: {number: 1}
                    - occurred: {names: [Order Completed], where: [{path: properties.total, operator: OPERATOR_EQ, number: 1}]}
                """;
        Path file = Files.writeString(folder.resolve("buyers.yaml"), yaml);
        assertTrue(saved(AudienceFile.read(file)).contains(" created "));
        assertTrue(members("buyers_of_the_rule", token).containsAll(Set.of(one, two)));
        Files.writeString(file, yaml.replace("right: {number: 1}", "right: {number: 2}"));
        String line = saved(AudienceFile.read(file));
        assertTrue(line.contains(" updated ") && line.contains("version 2"), line);
        assertTrue(members("buyers_of_the_rule", token).contains(two));
        assertFalse(members("buyers_of_the_rule", token).contains(one));
    }

    @Test
    void whoConsentsAnewAfterAnErasureIsThereAgain() throws Exception {
        String consent = """
                {"messageId":"%s","type":"identify","userId":"back","anonymousId":"cookie-of-back","traits":{"email":"Back@example.org"},\
                "context":{"consents":[{"purpose":"marketing","channel":"email","granted":true}]}}""";
        String token = ingestAs("dev-web", client, consent.formatted("back-1")).getConsistencyToken();
        String before = profile(client, "email", "back@example.org", token).getProfileId();
        String erased = erase("back-ticket");
        assertGone(erased);
        IngestResponse refused = ingest(client, purchase("back-2", "back", "9"));
        assertEquals(Outcome.OUTCOME_REJECTED, refused.getVerdicts(0).getOutcome());

        IngestResponse anew = ingestAs("dev-web", replica, consent.formatted("back-3"));
        assertEquals(Outcome.OUTCOME_ACCEPTED, anew.getVerdicts(0).getOutcome());
        Profile back = profile(client, "user_id", "back", anew.getConsistencyToken());
        assertEquals(1, back.getEventCount());
        assertNotEquals(before, back.getProfileId());
        assertEquals(3, back.getIdentifiersCount(), back.toString());
        assertEquals(back, profile(replica, "email", "back@example.org", anew.getConsistencyToken()));
        assertEquals(back, profile(replica, "anonymous_id", "cookie-of-back", anew.getConsistencyToken()));

        // Another record with what was hers: a new browser.
        token = ingest(client, purchase("back-4", "back", "9", "new-cookie-of-back"))
                .getConsistencyToken();
        Profile more = profile(client, "anonymous_id", "new-cookie-of-back", token);
        assertEquals(back.getProfileId(), more.getProfileId());
        assertEquals(2, more.getEventCount());

        assertGone(erase("back-ticket-2"));
    }

    /** Returns once everything is done. */
    private String erase(String requestId) throws InterruptedException {
        ErasePersonRequest asked = ErasePersonRequest.newBuilder()
                .setRequestId(requestId)
                .setIdentifier(Identifier.newBuilder().setNamespace("user_id").setValue("back"))
                .build();
        Erasure erasure = Retry.within(PATIENCE, () -> client.privacy().erasePerson(asked))
                .getErasure();
        Wait.until(
                PATIENCE,
                requestId + " is erased",
                () -> Retry.within(PATIENCE, () -> client.privacy().erasePerson(asked))
                                .getErasure()
                                .getState()
                        == Erasure.State.STATE_ERASED);
        return erasure.getConsistencyToken();
    }

    private void assertGone(String token) {
        for (String identifier : List.of("user_id:back", "email:back@example.org", "anonymous_id:cookie-of-back")) {
            String[] parts = identifier.split(":", 2);
            StatusRuntimeException none = assertThrows(
                    StatusRuntimeException.class, () -> profile(client, parts[0], parts[1], token), identifier);
            assertEquals(Status.Code.NOT_FOUND, none.getStatus().getCode());
        }
    }

    private List<String> imported(List<AudienceFile> files) {
        List<String> lines = new ArrayList<>();
        new AudienceImport(client, lines::add).run(files);
        return lines;
    }

    /** What became of the last audience; before it may stand how far its filling is. */
    private String saved(List<AudienceFile> files) {
        List<String> lines = imported(files);
        return lines.get(lines.size() - 1);
    }

    private MembershipFeed.Scan scan() {
        return new MembershipFeed(client).scan();
    }

    private Set<String> members(String audience, String token) {
        ListMembersRequest request = ListMembersRequest.newBuilder()
                .setAudience(audience)
                .setConsistencyToken(token)
                .build();
        return Retry.within(PATIENCE, () -> client.audiences().listMembers(request)).getMembersList().stream()
                .map(Member::getProfileId)
                .collect(Collectors.toSet());
    }

    private Set<String> memberships(String profileId, String token) {
        ListMembershipsRequest request = ListMembershipsRequest.newBuilder()
                .setProfileId(profileId)
                .setConsistencyToken(token)
                .build();
        return Retry.within(PATIENCE, () -> client.audiences().listMemberships(request)).getMembershipsList().stream()
                .map(Membership::getAudience)
                .collect(Collectors.toSet());
    }

    private static String purchase(String messageId, String user, String total) {
        return purchase(messageId, user, total, "cookie-of-" + user);
    }

    private static String purchase(String messageId, String user, String total, String cookie) {
        return """
                {"messageId":"%s","type":"track","userId":"%s","anonymousId":"%s","event":"Order Completed",\
                "properties":{"order_id":"%s","total":"%s"}}""".formatted(messageId, user, cookie, messageId, total);
    }

    private static IngestResponse ingest(SuiteClient target, String... events) {
        return ingestAs("dev-orders", target, events);
    }

    private static IngestResponse ingestAs(String writeKey, SuiteClient target, String... events) {
        IngestRequest request = IngestRequest.newBuilder()
                .addAllEvents(Stream.of(events)
                        .map(event -> RawEvent.newBuilder()
                                .setJson(ByteString.copyFrom(event, StandardCharsets.UTF_8))
                                .build())
                        .toList())
                .build();
        IngestionServiceBlockingStub source = target.ingestion(writeKey);
        return Retry.within(PATIENCE, () -> source.ingest(request));
    }

    private static Profile profile(SuiteClient target, String namespace, String value, String token) {
        GetProfileRequest request = GetProfileRequest.newBuilder()
                .setIdentifier(Identifier.newBuilder().setNamespace(namespace).setValue(value))
                .setConsistencyToken(token)
                .build();
        return Retry.within(PATIENCE, () -> target.profiles().getProfile(request))
                .getProfile();
    }

    private static Behaviour orders(Profile profile) {
        return profile.getBehavioursList().stream()
                .filter(behaviour -> behaviour.getName().equals("Order Completed"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no orders on " + profile));
    }

    private static <T> List<T> concurrently(List<Callable<T>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> call : threads.invokeAll(calls)) {
                results.add(call.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }
}
