package io.onefold.activation.rebuild;

import io.onefold.activation.contact.Contact;
import io.onefold.activation.contact.ContactChange;
import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Goes through the contacts in the order of their keys, and puts right those that are wrong. */
@ApplicationScoped
class ContactWalkStore {
    private static final Logger LOG = Logger.getLogger(ContactWalkStore.class);

    // A few buckets at a time: a small workspace is not looked for in the whole table by one statement.
    private static final String PAGE = """
            select profile_id
            from contact
            where workspace = $1 and bucket between $2 and $3 and (bucket, profile_id) > ($4, $5)
            order by bucket, profile_id
            limit $6""";

    private static final String READ = """
            select c.profile_id, c.workspace, c.version, c.existing, c.resolves_to, c.emails, c.phones, c.granted, c.denied, c.first_name, c.erased
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, profile_id)
            join contact c using (bucket, profile_id)""";

    private static final String ERASED = """
            select c.profile_id
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, profile_id)
            join contact c using (bucket, profile_id)
            where c.erased""";

    /** A lower version never overwrites a higher one, though it could not be read, and what is erased stays so. */
    private static final String PUT = """
            insert into contact (bucket, profile_id, workspace, version, existing, resolves_to, emails, phones, granted, denied, first_name,
                erased)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            on conflict (bucket, profile_id) do update
            set workspace = excluded.workspace, version = greatest(contact.version, excluded.version), existing = excluded.existing,
                resolves_to = excluded.resolves_to, emails = excluded.emails, phones = excluded.phones, granted = excluded.granted,
                denied = excluded.denied, first_name = excluded.first_name, erased = excluded.erased
            where not contact.erased and (excluded.erased or contact.version <= excluded.version)""";

    /** The profiles of a workspace in a stretch of buckets, in the order of their keys. */
    List<UUID> page(Transaction tx, String workspace, short firstBucket, short lastBucket, UUID after, int limit) {
        List<UUID> page = new ArrayList<>();
        tx.query(PAGE, workspace, firstBucket, lastBucket, Bucket.of(after), after, limit)
                .forEach(row -> page.add(row.getUUID(0)));
        return page;
    }

    /** The contacts of some profiles; one that cannot be read is absent. */
    Map<UUID, Contact> read(Transaction tx, Collection<UUID> profileIds) {
        Map<UUID, Contact> contacts = new HashMap<>();
        for (Row row : tx.query(
                READ, profileIds.stream().map(Bucket::of).toArray(Short[]::new), profileIds.toArray(UUID[]::new))) {
            try {
                contacts.put(row.getUUID(0), contact(row));
            } catch (RuntimeException spoilt) {
                LOG.infof("the contact of profile %s cannot be read: %s", row.getUUID(0), spoilt);
            }
        }
        return contacts;
    }

    private static Contact contact(Row row) {
        return new Contact(
                row.getUUID(0),
                row.getString(1),
                row.getLong(2),
                row.getBoolean(3),
                Optional.ofNullable(row.getUUID(4)),
                List.of(row.getArrayOfStrings(5)),
                List.of(row.getArrayOfStrings(6)),
                Set.of(row.getArrayOfStrings(7)),
                Set.of(row.getArrayOfStrings(8)),
                row.getString(9),
                row.getBoolean(10));
    }

    /** Those of some profiles whose persons were erased. */
    Set<UUID> erased(Transaction tx, Collection<UUID> profileIds) {
        Set<UUID> erased = new HashSet<>();
        for (Row row : tx.query(
                ERASED, profileIds.stream().map(Bucket::of).toArray(Short[]::new), profileIds.toArray(UUID[]::new))) {
            erased.add(row.getUUID(0));
        }
        return erased;
    }

    /** Gives how many rows that made: none when what stands is newer. */
    int put(Transaction tx, ContactChange told) {
        ContactChange.Reach reach = Told.reach(told);
        return tx.execute(
                PUT,
                Bucket.of(told.profileId()),
                told.profileId(),
                told.workspace(),
                told.version(),
                told.existing() && !told.erased(),
                told.erased() ? null : told.resolvesTo().orElse(null),
                reach.emails().toArray(String[]::new),
                reach.phones().toArray(String[]::new),
                reach.granted().stream().sorted().toArray(String[]::new),
                reach.denied().stream().sorted().toArray(String[]::new),
                reach.firstName(),
                told.erased());
    }
}
