package io.onefold.activation.campaign;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A campaign of the campaigns file: greets each person who enters an audience.
 *
 * @param key its name, unique in the workspace: 1-64 characters of a-z, 0-9 and `-`
 * @param workspace the workspace
 * @param audience the audience's name
 * @param trigger `entered`, the only one so far
 * @param causes the causes of an entry on which it starts; EVENT, LATE, TIME when absent
 * @param channel `email`, the only one so far
 * @param purpose the purpose to which the person must have consented on the channel, such as `marketing`
 * @param template the message: templates/NAME.html and templates/NAME.txt
 * @param subject a template of its own: may hold {first_name}
 * @param from the sender's address
 * @param maxAttempts after so many failures a delivery is dead; 8 when absent
 * @param backoff the pauses between attempts
 */
public record Campaign(
        String key,
        String workspace,
        String audience,
        String trigger,
        Set<Cause> causes,
        String channel,
        String purpose,
        String template,
        String subject,
        String from,
        int maxAttempts,
        Backoff backoff) {
    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9-]{0,63}");
    private static final Set<Cause> DEFAULT_CAUSES = Set.of(Cause.EVENT, Cause.LATE, Cause.TIME);
    private static final int DEFAULT_ATTEMPTS = 8;

    // Absent fields arrive as null from the file, whatever their type says.
    @SuppressWarnings("NullAway")
    public Campaign {
        require("workspace", workspace);
        require("audience", audience);
        require("purpose", purpose);
        require("template", template);
        require("subject", subject);
        require("from", from);
        require("key", key);
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("key: 1-64 characters of a-z, 0-9 and -, not " + key);
        }
        requireOneOf("trigger", trigger, List.of("entered"));
        requireOneOf("channel", channel, List.of("email"));
        causes = causes == null ? DEFAULT_CAUSES : Set.copyOf(causes);
        maxAttempts = maxAttempts == 0 ? DEFAULT_ATTEMPTS : maxAttempts;
        if (maxAttempts < 1 || maxAttempts > 100) {
            throw new IllegalArgumentException("max_attempts: 1 to 100, not " + maxAttempts);
        }
        backoff = backoff == null ? Backoff.DEFAULT : backoff;
    }

    private static void require(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(field + ": must be given");
        }
    }

    private static void requireOneOf(String field, @Nullable String value, List<String> known) {
        if (value == null || !known.contains(value)) {
            throw new IllegalArgumentException(field + ": one of " + known + ", not " + value);
        }
    }

    /** The same for the same campaign on every replica and after every start. */
    public UUID id() {
        return UUID.nameUUIDFromBytes(("campaign\u001f" + workspace + "\u001f" + key).getBytes(StandardCharsets.UTF_8));
    }

    /** Whether an entry starts it. */
    public boolean startsOn(String entered, String inWorkspace, Cause cause) {
        return audience.equals(entered) && workspace.equals(inWorkspace) && causes.contains(cause);
    }
}
