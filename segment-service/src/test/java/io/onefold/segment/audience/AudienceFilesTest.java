package io.onefold.segment.audience;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.onefold.segment.evaluation.Evaluator;
import io.onefold.segment.evaluation.Facts;
import io.onefold.segment.evaluation.Truth;
import io.onefold.segment.profiles.FactCodec;
import io.onefold.segment.rule.Needs;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The audiences that the service brings along, on the sample and on the main job's input: exactly the expected members. */
class AudienceFilesTest {
    private static final Map<String, String> EXPECTED_AS = Map.of("vip", "vip_net_ltv_ge_2000");

    private final List<AudienceDraft> audiences = new ArrayList<>();

    AudienceFilesTest() throws IOException {
        for (String name : AudienceFiles.NAMES) {
            audiences.add(AudienceFiles.read(name));
        }
    }

    @Test
    void each_file_says_its_name_and_tells_people_what_it_is() {
        assertEquals(
                AudienceFiles.NAMES, audiences.stream().map(AudienceDraft::name).toList());
        audiences.forEach(audience -> assertFalse(audience.displayName().isBlank()));
    }

    @Test
    void the_main_input_gives_the_expected_members() throws IOException {
        assertMembers(Inputs.shared("main-input"), Instant.parse("2011-12-10T00:00:00Z"), 1_910);
    }

    @Test
    void the_sample_gives_the_expected_members() throws IOException {
        assertMembers(Inputs.sample(), Instant.parse("2026-07-01T00:00:00Z"), 40);
    }

    private void assertMembers(Inputs inputs, Instant asOf, int profileCount) throws IOException {
        Needs needs = audiences.stream().map(a -> a.rule().needs()).reduce(Needs.NONE, Needs::and);
        Map<String, Facts> profiles = InputProfiles.read(inputs, new FactCodec(needs.paths()));
        assertEquals(
                profileCount,
                profiles.values().stream()
                        .filter(facts -> facts.firstTime().isPresent())
                        .count());
        JsonNode expected = new ObjectMapper().readTree(inputs.text("expected/audience_members.json"));
        Map<String, Set<String>> wanted = new TreeMap<>();
        Map<String, Set<String>> got = new TreeMap<>();
        for (AudienceDraft audience : audiences) {
            String name = EXPECTED_AS.getOrDefault(audience.name(), audience.name());
            Set<String> members = new TreeSet<>();
            expected.get(name).forEach(pid -> members.add(pid.asText()));
            wanted.put(name, members);
            got.put(name, members(audience, profiles, asOf));
        }
        assertEquals(wanted, got);
    }

    private static Set<String> members(AudienceDraft audience, Map<String, Facts> profiles, Instant asOf) {
        Set<String> members = new TreeSet<>();
        profiles.forEach((pid, facts) -> {
            if (Evaluator.history(audience.rule(), facts, asOf).at(asOf) == Truth.TRUE) {
                members.add(pid);
            }
        });
        return members;
    }
}
