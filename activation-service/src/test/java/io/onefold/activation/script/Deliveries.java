package io.onefold.activation.script;

import io.onefold.devstack.StackException;
import io.onefold.devstack.Wait;
import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Database;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What the table says of deliveries. */
@Singleton
public class Deliveries {
    private static final String OF_PROFILE = """
            select state || coalesce(' ' || reason, ''), attempts from delivery where profile_id = $1 order by sequence""";

    private static final String TIMES = "select created_at, updated_at from delivery where profile_id = $1";

    private static final String ERRORS =
            "select last_error from delivery where profile_id = $1 and last_error is not null";

    private static final String CONTACTS_AT =
            "select min(time) from cursor_tick where upstream = 'profiles' and workspace = ''";

    private static final String CRASH = """
            update delivery set state = 'SENDING', next_attempt_at = $2 where profile_id = $1""";

    private static final String NEWER_CAMPAIGN = """
            insert into campaign (id, workspace, name, definition, update_time)
            select $1, workspace, $2, replace(definition, '"short-lived"', '"' || $2 || '"'), update_time
            from campaign where name = 'short-lived'""";

    private static final String NEWER_RUN = "insert into campaign_run (campaign_id, running) values ($1, true)";

    private static final String NEWER_DELIVERY = """
            insert into delivery (bucket, delivery_id, workspace, campaign_id, profile_id, profile_version, sequence, state,
                attempts, next_attempt_at, message_id, created_at, updated_at, kind, audience, effective_time, cause)
            values ($1, $2, 'dev', $3, $4, 1, 1, 'PENDING', 0, $5, '<newer@deliveries.onefold>', $5, $5, 'smtp', 'brief', $5, 'EVENT')""";

    private final Database database;

    Deliveries(Database database) {
        this.database = database;
    }

    public List<String> states(UUID profileId) {
        return database.transaction(tx -> {
            List<String> states = new ArrayList<>();
            for (Row row : tx.query(OF_PROFILE, profileId)) {
                states.add(row.getString(0));
            }
            return states;
        });
    }

    public int attempts(UUID profileId) {
        return database.transaction(
                tx -> tx.query(OF_PROFILE, profileId).iterator().next().getInteger(1));
    }

    /** How long after its creation it was touched last. */
    public Duration heldFor(UUID profileId) {
        return database.transaction(tx -> {
            Row row = tx.query(TIMES, profileId).iterator().next();
            return Duration.between(row.getOffsetDateTime(0), row.getOffsetDateTime(1));
        });
    }

    public Duration age(UUID profileId) {
        return database.transaction(tx -> Duration.between(
                tx.query(TIMES, profileId)
                        .iterator()
                        .next()
                        .getOffsetDateTime(0)
                        .toInstant(),
                Instant.now()));
    }

    /** How old the contacts are, in real time. */
    public Duration contactsAge() {
        return database.transaction(tx -> Duration.between(
                tx.query(CONTACTS_AT).iterator().next().getOffsetDateTime(0).toInstant(), Instant.now()));
    }

    public void await(UUID profileId, String... states) throws InterruptedException {
        try {
            Wait.until(
                    Duration.ofSeconds(20),
                    "the deliveries to %s are %s".formatted(profileId, List.of(states)),
                    () -> states(profileId).equals(List.of(states)));
        } catch (StackException late) {
            throw new AssertionError(late.getMessage() + "; they are " + states(profileId) + errors(profileId), late);
        }
    }

    public List<String> errors(UUID profileId) {
        return database.transaction(tx -> {
            List<String> errors = new ArrayList<>();
            for (Row row : tx.query(ERRORS, profileId)) {
                errors.add(row.getString(0));
            }
            return errors;
        });
    }

    /** As if a replica with a newer campaigns file had started, and had turned an entry into a delivery. */
    public void createdByANewerReplica(UUID profileId) {
        String name = "newer-" + profileId;
        UUID campaign = UUID.nameUUIDFromBytes(("campaign\u001fdev\u001f" + name).getBytes(StandardCharsets.UTF_8));
        database.inTransaction(tx -> {
            tx.execute(NEWER_CAMPAIGN, campaign, name);
            tx.execute(NEWER_RUN, campaign);
            tx.execute(
                    NEWER_DELIVERY,
                    Bucket.of(profileId),
                    UUID.randomUUID(),
                    campaign,
                    profileId,
                    Instant.now().atOffset(ZoneOffset.UTC));
        });
    }

    /** As if the process had died after the server took the mail and before that was written down. */
    public void crashedWhileSending(UUID profileId) {
        database.inTransaction(
                tx -> tx.execute(CRASH, profileId, Instant.now().minusSeconds(1).atOffset(ZoneOffset.UTC)));
    }
}
