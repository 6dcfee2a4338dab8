package io.onefold.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.onefold.devstack.Wait;
import io.onefold.launcher.client.Retry;
import io.onefold.launcher.client.SuiteClient;
import io.onefold.launcher.client.Times;
import io.onefold.launcher.importing.InputRow;
import io.onefold.proto.ingestion.v1.IngestRequest;
import io.onefold.proto.ingestion.v1.RawEvent;
import io.onefold.proto.profile.v1.ErasePersonRequest;
import io.onefold.proto.profile.v1.Erasure;
import io.onefold.proto.profile.v1.GetErasureRequest;
import io.onefold.proto.profile.v1.GetProfileRequest;
import io.onefold.proto.profile.v1.Profile;
import io.onefold.proto.type.v1.Identifier;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Erases the persons who asked for it, and knows by what they would be found again. */
final class ErasureCheck {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What names one row of a source for good. */
    private static final Set<String> ROW_IDS = Set.of("messageId", "payment_id", "dmp_id", "visit_id");

    private final SuiteClient client;
    private final List<PrivacyRequest> requests;

    ErasureCheck(SuiteClient client, List<PrivacyRequest> requests) {
        this.client = client;
        this.requests = requests;
    }

    /** Asks for all of them; gives a token that stands for every one. */
    String erase() {
        List<String> tokens = new ArrayList<>();
        for (PrivacyRequest request : requests) {
            ErasePersonRequest asked = ErasePersonRequest.newBuilder()
                    .setRequestId(request.requestId())
                    .setIdentifier(
                            Identifier.newBuilder().setNamespace("user_id").setValue(request.userId()))
                    .setRequestTime(Times.timestamp(request.time()))
                    .build();
            tokens.add(Retry.within(PATIENCE, () -> client.privacy().erasePerson(asked))
                    .getErasure()
                    .getConsistencyToken());
        }
        return tokens.get(tokens.size() - 1);
    }

    void awaitErased() throws InterruptedException {
        for (PrivacyRequest request : requests) {
            GetErasureRequest asked = GetErasureRequest.newBuilder()
                    .setRequestId(request.requestId())
                    .build();
            Wait.until(
                    PATIENCE,
                    request.requestId() + " is erased",
                    () -> Retry.within(PATIENCE, () -> client.privacy().getErasure(asked))
                                    .getErasure()
                                    .getState()
                            == Erasure.State.STATE_ERASED);
        }
    }

    /** One of them consents anew, and is there again with nothing but that: the number of the person's events. */
    long comeBack(Instant asOf) {
        PrivacyRequest first = requests.get(0);
        Instant later = (first.time().isAfter(asOf) ? first.time() : asOf).plusSeconds(1);
        String event = """
                {"type":"identify","messageId":"consent-anew-%s","userId":"%s","timestamp":"%s",
                 "context":{"consents":[{"purpose":"marketing","channel":"email","granted":true}]}}""".formatted(first.requestId(), first.userId(), later);
        IngestRequest sent = IngestRequest.newBuilder()
                .addEvents(RawEvent.newBuilder().setJson(ByteString.copyFromUtf8(event)))
                .build();
        String token = Retry.within(PATIENCE, () -> client.ingestion("dev-web").ingest(sent))
                .getConsistencyToken();
        GetProfileRequest asked = GetProfileRequest.newBuilder()
                .setIdentifier(Identifier.newBuilder().setNamespace("user_id").setValue(first.userId()))
                .setConsistencyToken(token)
                .build();
        return Retry.within(PATIENCE, () -> client.profiles().getProfile(asked))
                .getProfile()
                .getEventCount();
    }

    Set<String> userIds() {
        return requests.stream().map(PrivacyRequest::userId).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Which of the profiles are theirs. */
    Set<String> profileIds(List<Profile> profiles) {
        Set<String> users = userIds();
        return profiles.stream()
                .filter(profile -> isOneOf(profile, users))
                .map(Profile::getProfileId)
                .collect(Collectors.toSet());
    }

    private static boolean isOneOf(Profile profile, Set<String> users) {
        return profile.getIdentifiersList().stream()
                .anyMatch(one -> one.getNamespace().equals("user_id") && users.contains(one.getValue()));
    }

    /** Every identifier of theirs, and the ids of all rows that carry one. */
    Needles needles(List<Profile> profiles, Collection<InputRow> rows) {
        Set<String> users = userIds();
        Set<String> own = new HashSet<>();
        for (Profile profile : profiles) {
            if (isOneOf(profile, users)) {
                profile.getIdentifiersList()
                        .forEach(one -> own.add(one.getValue().toLowerCase(Locale.ROOT)));
            }
        }
        Set<String> all = new TreeSet<>(own);
        for (InputRow row : rows) {
            Map<String, Set<String>> texts = texts(row);
            if (texts.values().stream().flatMap(Set::stream).anyMatch(own::contains)) {
                ROW_IDS.forEach(id -> all.addAll(texts.getOrDefault(id, Set.of())));
            }
        }
        all.removeIf(text -> text.length() < Needles.SHORTEST);
        return new Needles(all);
    }

    /** The texts of a row by their keys, in lower case; nothing of one that cannot be read. */
    private static Map<String, Set<String>> texts(InputRow row) {
        Map<String, Set<String>> texts = new TreeMap<>();
        try {
            collect("", JSON.readTree(row.json()), texts);
        } catch (IOException unreadable) {
            return Map.of();
        }
        return texts;
    }

    private static void collect(String key, JsonNode node, Map<String, Set<String>> texts) {
        if (node.isTextual()) {
            texts.computeIfAbsent(key, same -> new HashSet<>())
                    .add(node.textValue().strip().toLowerCase(Locale.ROOT));
        }
        node.properties().forEach(field -> collect(field.getKey(), field.getValue(), texts));
        if (node.isArray()) {
            node.forEach(element -> collect(key, element, texts));
        }
    }
}
