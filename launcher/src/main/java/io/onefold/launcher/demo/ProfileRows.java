package io.onefold.launcher.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.onefold.launcher.client.Times;
import io.onefold.proto.profile.v1.Behaviour;
import io.onefold.proto.profile.v1.Profile;
import io.onefold.proto.type.v1.Channel;
import io.onefold.proto.type.v1.Identifier;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the columns of {@code profiles.csv} off the unified view. */
final class ProfileRows {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Channel> FILES_OF_ROWS =
            Set.of(Channel.CHANNEL_CRM, Channel.CHANNEL_DMP, Channel.CHANNEL_FILE);

    private ProfileRows() {}

    static ProfileRow of(Profile profile) {
        List<String> userIds = values(profile, "user_id");
        List<String> emails = values(profile, "email");
        Optional<Behaviour> completed = behaviour(profile, "Order Completed");
        return new ProfileRow(
                pid(profile),
                profile.getKnown() ? "known" : "anonymous",
                userIds.isEmpty() ? "" : userIds.get(0),
                emails,
                values(profile, "phone"),
                values(profile, "crm_id"),
                values(profile, "anonymous_id").size(),
                profile.getBehavioursList().stream()
                        .filter(ProfileRows::isJsonLine)
                        .mapToLong(Behaviour::getCount)
                        .sum(),
                completed.map(Behaviour::getCount).orElse(0L),
                completed.map(b -> sum(b, "total")).orElse(BigDecimal.ZERO),
                behaviour(profile, "Order Refunded").map(b -> sum(b, "total")).orElse(BigDecimal.ZERO),
                completed.map(b -> Times.instant(b.getFirstTime())),
                completed.map(b -> Times.instant(b.getLastTime())),
                profile.hasLatestSurveyScore()
                        ? Optional.of(
                                new BigDecimal(profile.getLatestSurveyScore().getScore()))
                        : Optional.empty(),
                consent(profile),
                country(profile, completed),
                profile.getSessionCount());
    }

    /** The user id, else the smallest e-mail, else the smallest anonymous id, else the smallest CRM id. */
    static String pid(Profile profile) {
        for (String namespace : List.of("user_id", "email", "anonymous_id", "crm_id")) {
            List<String> values = values(profile, namespace);
            if (!values.isEmpty()) {
                return values.get(0);
            }
        }
        return profile.getProfileId();
    }

    private static List<String> values(Profile profile, String namespace) {
        return profile.getIdentifiersList().stream()
                .filter(identifier -> identifier.getNamespace().equals(namespace))
                .map(Identifier::getValue)
                .sorted()
                .toList();
    }

    /** Rows of CSV files are not counted among the events. */
    private static boolean isJsonLine(Behaviour behaviour) {
        return !FILES_OF_ROWS.contains(behaviour.getChannel())
                && !behaviour.getName().startsWith("Payment ");
    }

    private static Optional<Behaviour> behaviour(Profile profile, String name) {
        return profile.getBehavioursList().stream()
                .filter(behaviour -> behaviour.getName().equals(name))
                .findFirst();
    }

    private static BigDecimal sum(Behaviour behaviour, String property) {
        return behaviour.getSumsList().stream()
                .filter(sum -> sum.getProperty().equals(property))
                .map(sum -> new BigDecimal(sum.getSum()))
                .findFirst()
                .orElse(BigDecimal.ZERO);
    }

    private static Optional<Boolean> consent(Profile profile) {
        return profile.getConsentsList().stream()
                .filter(c ->
                        c.getPurpose().equals("marketing") && c.getChannel().equals("email"))
                .findFirst()
                .map(c -> c.getGranted());
    }

    private static String country(Profile profile, Optional<Behaviour> completed) {
        Optional<String> ofOrder =
                completed.map(b -> json(b.getLastProperties()).path("country").asText(""));
        return ofOrder.filter(country -> !country.isEmpty())
                .orElseGet(() -> profile.getTraitsList().stream()
                        .filter(trait -> trait.getName().equals("country"))
                        .findFirst()
                        .map(trait -> json(trait.getValue()).asText(""))
                        .orElse(""));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the profile holds what is no JSON: " + text, e);
        }
    }
}
