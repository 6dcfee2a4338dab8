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

    private static final String NEWER_AUDIENCE = """
            update campaign set definition = replace(definition, '"brief"', '"' || $2 || '"') where id = $1""";

    private static final String NEWER_RUN = """
            insert into campaign_run (campaign_id, destination_id, kind, running)
            select $1, destination_id, kind, true
            from campaign_run join campaign on id = campaign_id
            where name = 'short-lived'""";

    private static final String NEWER_BEGINNING = """
            insert into campaign_beginning (campaign_id, partition, epoch, position)
            select $1, partition, epoch, position
            from campaign_beginning join campaign on id = campaign_id
            where name = 'short-lived'""";

    private static final String GENERATION = "update activation_state set generation = generation + 1";

    private static final String BEGINNINGS =
            "select 1 from campaign_beginning where campaign_id = (select id from campaign where name = $1)";

    private static final String RUNNING =
            "update campaign_run set running = $2 where campaign_id = (select id from campaign where name = $1)";

    private static final String ADDRESSES =
            "select address from delivery where profile_id = $1 and address is not null";

    private static final String NEWER_DELIVERY = """
            insert into delivery (bucket, delivery_id, workspace, campaign_id, profile_id, profile_version, sequence, state,
                attempts, next_attempt_at, message_id, created_at, updated_at, kind, audience, effective_time, cause, entered)
            values ($1, $2, 'dev', $3, $4, 1, 1, 'PENDING', 0, $5, '<newer@deliveries.onefold>', $5, $5, 'smtp', 'brief', $5, 'EVENT', true)""";

    /** More than the service allows. */
    private static final Duration LAG = Duration.ofMillis(2100);

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

    /** Whether the contacts have come to the last tick, and are too old in real time to be used. */
    public boolean contactsAreBehind(Instant lastTick) {
        Instant at = database.transaction(tx ->
                tx.query(CONTACTS_AT).iterator().next().getOffsetDateTime(0).toInstant());
        return !at.isBefore(lastTick) && Duration.between(at, Instant.now()).compareTo(LAG) > 0;
    }

    public void await(UUID profileId, String... states) throws InterruptedException {
        try {
            Wait.until(
                    Duration.ofMinutes(2),
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

    /** As if a replica with a newer campaigns file had started: a campaign that is about an audience. */
    public UUID aNewerReplicaStarts(String audience) {
        String name = "newer-" + audience;
        UUID campaign = UUID.nameUUIDFromBytes(("campaign\u001fdev\u001f" + name).getBytes(StandardCharsets.UTF_8));
        database.inTransaction(tx -> {
            tx.execute(NEWER_CAMPAIGN, campaign, name);
            tx.execute(NEWER_AUDIENCE, campaign, audience);
            tx.execute(NEWER_RUN, campaign);
            tx.execute(NEWER_BEGINNING, campaign);
            tx.execute(GENERATION);
        });
        return campaign;
    }

    /** As somebody pauses and starts a campaign by hand. */
    public void run(String campaign, boolean running) {
        database.inTransaction(tx -> tx.execute(RUNNING, campaign, running));
    }

    /** Any statement by hand, after which everybody reads the definitions anew. */
    public void byHand(String sql, Object... parameters) {
        database.inTransaction(tx -> {
            tx.execute(sql, parameters);
            tx.execute(GENERATION);
        });
    }

    /** In how many partitions a campaign has begun. */
    public int beginnings(String campaign) {
        return database.transaction(tx -> tx.query(BEGINNINGS, campaign).size());
    }

    /** Whether the feed of profiles has told of a version of a profile. */
    public boolean isKnown(UUID profileId, long version) {
        return database.transaction(
                tx -> tx.query("select 1 from contact where profile_id = $1 and version >= $2", profileId, version)
                                .size()
                        == 1);
    }

    /** Makes a contact's row unreadable; false: it is not there yet. */
    public boolean damageContact(UUID profileId) {
        return database.transaction(tx ->
                tx.execute("update contact set emails = array[null]::text[] where profile_id = $1", profileId) == 1);
    }

    public List<String> addresses(UUID profileId) {
        return database.transaction(tx -> {
            List<String> addresses = new ArrayList<>();
            for (Row row : tx.query(ADDRESSES, profileId)) {
                addresses.add(row.getString(0));
            }
            return addresses;
        });
    }

    /** As if that replica had turned an entry into a delivery. */
    public void createdByANewerReplica(UUID profileId) {
        UUID campaign = aNewerReplicaStarts("a" + profileId);
        database.inTransaction(tx -> {
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
