package io.onefold.ingestion.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.onefold.devstack.Wait;
import io.onefold.ingestion.OnStack;
import io.onefold.kit.access.Secrets;
import io.onefold.proto.ingestion.v1.Verdict.Outcome;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class SourcesTest extends OnStack {
    @Inject
    SourceTable table;

    @Inject
    SourcesLoader loader;

    @Inject
    SourceRegistry registry;

    /** As another replica would have written it. */
    @Test
    void aSourceThatAnotherReplicaAddedIsKnownSoon() throws InterruptedException {
        SourceRow row = new SourceRow();
        row.key = new SourceKey("second", "kiosk");
        row.channel = "file";
        row.writeKeySha256 = Secrets.sha256("second-kiosk");
        table.put(List.of(), List.of(row));
        Wait.until(
                Duration.ofMinutes(2),
                "the other replica's source is known",
                () -> registry.find("second-kiosk").isPresent());
        assertEquals(
                Outcome.OUTCOME_ACCEPTED,
                service.verdict("second-kiosk", "{\"type\":\"page\",\"userId\":\"u\"}")
                        .getOutcome());
    }

    @Test
    void aRowThatCannotBeReadHoldsUpNobodyAndIsTakenWhenItIsMended() throws InterruptedException {
        SourceRow broken = new SourceRow();
        broken.key = new SourceKey("second", "aviary");
        broken.channel = "pigeon";
        broken.writeKeySha256 = Secrets.sha256("second-aviary");
        SourceRow unmapped = new SourceRow();
        unmapped.key = new SourceKey("second", "booth");
        unmapped.channel = "file";
        unmapped.mapping = "{ no JSLT";
        unmapped.writeKeySha256 = Secrets.sha256("second-booth");
        SourceRow sound = new SourceRow();
        sound.key = new SourceKey("second", "counter");
        sound.channel = "file";
        sound.writeKeySha256 = Secrets.sha256("second-counter");
        table.put(List.of(), List.of(broken, unmapped, sound));
        requireKnown("second-counter");
        assertTrue(registry.find("second-aviary").isEmpty());
        assertTrue(registry.find("second-booth").isEmpty());
        assertTrue(registry.find("second-web").isPresent());

        broken.channel = "file";
        unmapped.mapping = null;
        table.put(List.of(), List.of(broken, unmapped));
        requireKnown("second-aviary");
        requireKnown("second-booth");

        // What was read before goes on while its row cannot be read.
        broken.channel = "pigeon";
        sound.writeKeySha256 = Secrets.sha256("second-counter-2");
        table.put(List.of(), List.of(broken, sound));
        requireKnown("second-counter-2");
        assertTrue(registry.find("second-aviary").isPresent());
        broken.channel = "file";
        table.put(List.of(), List.of(broken));
    }

    private void requireKnown(String writeKey) throws InterruptedException {
        Wait.until(
                Duration.ofMinutes(2),
                writeKey + " is known",
                () -> registry.find(writeKey).isPresent());
    }

    @Test
    void loadingAgainChangesNothing() {
        int before = table.read().sources().size();
        loader.load();
        assertEquals(before, table.read().sources().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "needs workspaces|workspaces: {}",
                "id of a workspace|workspaces: {Dev: {}}",
                "id of a source|workspaces: {dev: {sources: [{id: 'a b', channel: web, write_key: k}]}}",
                "needs a channel|workspaces: {dev: {sources: [{id: a, write_key: k}]}}",
                "needs either|workspaces: {dev: {sources: [{id: a, channel: web}]}}",
                "64 lower-case|workspaces: {dev: {sources: [{id: a, channel: web, write_key_sha256: abc}]}}",
                "Unrecognized field|workspaces: {dev: {sources: [{id: a, channel: web, write_key: k, colour: red}]}}"
            })
    void aMistakeInTheFileIsNamed(String named, String yaml) {
        JsonProcessingException refused =
                assertThrows(JsonProcessingException.class, () -> new YAMLMapper().readValue(yaml, SourcesFile.class));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains(named), message);
    }
}
