package io.onefold.activation.destination;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP endpoint that is told of entries and exits, signed as Standard Webhooks says.
 *
 * @param url https; http only together with allow_private
 * @param secrets 1-10 references to configuration properties, such as `${shop.webhook-secret}`, whose values begin with `whsec_` (v1) or
 *     `whsk_` (v1a); each signs, so that a new one can come before an old one goes
 * @param include the identifiers that the body carries; none when absent
 * @param allowPrivate whether addresses of the own network are allowed: development and tests
 * @param acceptHtml whether an HTML page with status 200 counts as success
 * @param timeout for the whole exchange, from looking up the name to the end of the answer; PT15S when absent, at most PT30S
 */
public record Webhook(
        String workspace,
        String name,
        String url,
        List<String> secrets,
        Set<Include> include,
        boolean allowPrivate,
        boolean acceptHtml,
        String timeout)
        implements Destination {
    /** An identifier that a body may carry. */
    public enum Include {
        EMAIL,
        PHONE
    }

    public static final Duration LONGEST = Duration.ofSeconds(30);
    private static final String DEFAULT_TIMEOUT = "PT15S";
    private static final int MOST_SECRETS = 10;
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[A-Za-z0-9._-]+}");

    // Absent fields arrive as null from the file, whatever their type says.
    @SuppressWarnings("NullAway")
    public Webhook {
        Fields.given("workspace", workspace);
        Fields.name(name);
        checkUrl(Fields.given("url", url), allowPrivate);
        secrets = secrets == null ? List.of() : List.copyOf(secrets);
        if (secrets.isEmpty() || secrets.size() > MOST_SECRETS) {
            throw new IllegalArgumentException("secrets: 1 to " + MOST_SECRETS + ", not " + secrets.size());
        }
        for (String secret : secrets) {
            if (!REFERENCE.matcher(secret).matches()) {
                // Not repeated in the message: it may be a secret.
                throw new IllegalArgumentException(
                        "secrets: name the configuration property that holds it, such as ${shop.webhook-secret}");
            }
        }
        include = ordered(include);
        timeout = timeout == null ? DEFAULT_TIMEOUT : timeout;
        Fields.duration("timeout", timeout, LONGEST);
    }

    /** In the order of the declaration: the same definition is the same text everywhere. */
    private static Set<Include> ordered(@Nullable Set<Include> include) {
        Set<Include> ordered = EnumSet.noneOf(Include.class);
        if (include != null) {
            ordered.addAll(include);
        }
        return Collections.unmodifiableSet(ordered);
    }

    private static void checkUrl(String url, boolean allowPrivate) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException malformed) {
            // Without the URL itself, whose path or query may hold a secret; and so is the cause.
            throw new IllegalArgumentException("url: not a URL: " + malformed.getReason());
        }
        boolean https = "https".equals(uri.getScheme());
        boolean http = "http".equals(uri.getScheme());
        if (!https && !(http && allowPrivate)) {
            throw new IllegalArgumentException(
                    "url: https (http only with allow_private: true), not " + uri.getScheme());
        }
        if (uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
            throw new IllegalArgumentException("url: a host, and neither a log-in nor a fragment");
        }
    }

    @Override
    public String type() {
        return "webhook";
    }

    public URI uri() {
        return URI.create(url);
    }

    /** Where it leads, without path and query, which may hold a secret. */
    public String origin() {
        URI uri = uri();
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    public Duration limit() {
        return Duration.parse(timeout);
    }

    /** The name of the configuration property behind a reference. */
    static String property(@Nullable String reference) {
        String given = Fields.given("secrets", reference);
        return given.substring(2, given.length() - 1);
    }
}
