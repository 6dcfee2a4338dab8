package io.onefold.activation.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.List;

/** Campaigns as text: a YAML file with the list `campaigns`, and JSON for the table. */
final class CampaignFile {
    private static final ObjectMapper YAML = strict(new ObjectMapper(new YAMLFactory()));
    private static final ObjectMapper JSON = strict(new ObjectMapper());

    private CampaignFile() {}

    private record Content(List<Campaign> campaigns) {}

    private static ObjectMapper strict(ObjectMapper mapper) {
        return mapper.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    /** Reads a file; what is wrong with it is said with the file's name. */
    static List<Campaign> read(String name, String yaml) {
        try {
            return List.copyOf(YAML.readValue(yaml, Content.class).campaigns());
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(name + ": " + malformed.getOriginalMessage(), malformed);
        }
    }

    static String write(Campaign campaign) {
        try {
            return JSON.writeValueAsString(campaign);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a campaign cannot be written", e);
        }
    }

    static Campaign readStored(String definition) {
        try {
            return JSON.readValue(definition, Campaign.class);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("a stored campaign is damaged", damaged);
        }
    }
}
