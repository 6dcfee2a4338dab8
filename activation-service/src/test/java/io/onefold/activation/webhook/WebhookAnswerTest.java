package io.onefold.activation.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.onefold.activation.delivery.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookAnswerTest {
    private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "200, application/json, Sent",
        "204, '', Sent",
        "299, text/plain, Sent",
        "200, text/html, Failed",
        "200, 'Text/HTML; charset=utf-8', Failed",
        "202, application/xhtml+xml, Failed",
        "301, '', Refused",
        "302, '', Refused",
        "304, '', Refused",
        "308, '', Refused",
        "400, '', Refused",
        "401, '', Refused",
        "404, '', Refused",
        "408, '', Failed",
        "410, '', Gone",
        "422, '', Refused",
        "429, '', Failed",
        "500, text/html, Failed",
        "503, '', Failed",
        "599, '', Failed"
    })
    void each_status_has_one_meaning(int status, String type, String outcome) {
        Outcome came = new WebhookAnswer(status, type, Optional.empty()).outcome(false, NOW);
        assertEquals(outcome, came.getClass().getSimpleName());
    }

    @ParameterizedTest
    @CsvSource({
        "120, PT2M",
        "999999, PT1H",
        "'Mon, 01 Jun 2026 10:10:00 GMT', PT10M",
        "'Tue, 01 Jun 2027 10:10:00 GMT', PT1H",
        "'Mon, 01 Jun 2026 09:00:00 GMT', ",
        "soon, ",
        "-5, "
    })
    void the_wish_to_be_left_alone_is_heard_within_bounds(String header, Duration pause) {
        Outcome came = new WebhookAnswer(503, "", Optional.of(header)).outcome(false, NOW);
        assertEquals(
                Optional.ofNullable(pause),
                assertInstanceOf(Outcome.Failed.class, came).pause());
    }

    @ParameterizedTest
    @CsvSource({"200, Sent", "302, Refused"})
    void a_destination_may_accept_pages_but_no_redirect(int status, String outcome) {
        Outcome came = new WebhookAnswer(status, "text/html", Optional.empty()).outcome(true, NOW);
        assertEquals(outcome, came.getClass().getSimpleName());
    }
}
