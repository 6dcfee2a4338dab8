package io.onefold.launcher.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallsTest {
    private static final Instant FIRST = Instant.parse("2026-01-01T10:00:00Z");

    @Test
    void theyAskForThePersonThatWasShownAtThePortsOfTheSuite() {
        List<Call> calls = Calls.about(
                People.known("p-1", "anonymous_id:a", "email:o'neil@x.fr").build(), FIRST, Optional.of("vip"), 100);
        assertEquals(
                List.of(
                        "# the whole view, by any identifier in any writing",
                        "ask 8183/onefold.profile.v1.ProfileService/GetProfile \\",
                        "    '{\"identifier\":{\"namespace\":\"email\",\"value\":\"o'\\''neil@x.fr\"}}'"),
                calls.get(0).lines());
        assertTrue(
                calls.get(1).json().contains("\"as_of\":\"2026-01-01T10:00:00Z\""),
                calls.get(1).json());
        assertEquals(
                List.of(8183, 8183, 8183, 8182, 8184, 8184, 8181),
                calls.stream().map(Call::port).toList());
    }

    @Test
    void aLongRequestIsBrokenWhereJsonMayBe() {
        Call call = Calls.about(
                        People.known("p-1", "email:" + "a".repeat(40) + "@x.fr").build(), FIRST, Optional.empty(), 0)
                .get(1);
        assertEquals(4, call.lines().size(), call.lines().toString());
        assertEquals("      \"as_of\":\"2026-01-01T10:00:00Z\"}'", call.lines().get(3));
    }

    @Test
    void whoIsInNoAudienceIsNotAskedAboutOne() {
        List<Call> calls = Calls.about(People.known("p-1", "user_id:1").build(), FIRST, Optional.empty(), 0);
        assertTrue(calls.stream().noneMatch(call -> call.method().endsWith("ListMembers")), calls.toString());
    }
}
