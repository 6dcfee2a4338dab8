package io.onefold.activation.webhook;

import io.onefold.activation.delivery.Outcome;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * What an endpoint answered.
 *
 * @param contentType empty: none was said
 * @param retryAfter the header: seconds, or an HTTP date
 */
record WebhookAnswer(int status, String contentType, Optional<String> retryAfter) {
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    /**
     * Only 2xx is success, and not with an HTML page: that is a log-in page or a proxy in front of the endpoint. What a later attempt may
     * change is tried again; a redirect and every other answer is final.
     */
    Outcome outcome(boolean acceptHtml, Instant now) {
        if (status >= 200 && status < 300) {
            return isHtml() && !acceptHtml
                    ? new Outcome.Failed("answered " + status + " with " + contentType
                            + ": a page for people, not the endpoint (unless the destination says accept_html)")
                    : new Outcome.Sent();
        }
        if (status >= 300 && status < 400) {
            return new Outcome.Refused(
                    "answered " + status + ": redirects are not followed; the url must be the final one");
        }
        if (status == 410) {
            return new Outcome.Gone("answered 410");
        }
        return status == 408 || status == 429 || status >= 500
                ? new Outcome.Failed("answered " + status, pause(now))
                : new Outcome.Refused("answered " + status);
    }

    private boolean isHtml() {
        String type = contentType.strip().toLowerCase(Locale.ROOT);
        return type.startsWith("text/html") || type.startsWith("application/xhtml");
    }

    private Optional<Duration> pause(Instant now) {
        return retryAfter
                .flatMap(text -> parse(text.strip(), now))
                .filter(pause -> !pause.isNegative())
                .map(pause -> pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
    }

    /** What cannot be read counts as not said. */
    private static Optional<Duration> parse(String text, Instant now) {
        if (text.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            ZonedDateTime until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(Duration.between(now, until.toInstant()));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
