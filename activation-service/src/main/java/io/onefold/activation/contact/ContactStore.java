package io.onefold.activation.contact;

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
import java.util.TreeSet;
import java.util.UUID;

/** The contacts. */
@ApplicationScoped
public class ContactStore {
    private static final String UPSERT = """
            insert into contact (bucket, profile_id, workspace, version, existing, resolves_to, emails, phones, granted, denied, first_name)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            on conflict (bucket, profile_id) do update
            set version = excluded.version, existing = excluded.existing, resolves_to = excluded.resolves_to,
                emails = excluded.emails, phones = excluded.phones, granted = excluded.granted, denied = excluded.denied,
                first_name = excluded.first_name
            where contact.version <= excluded.version""";

    // Without news of how it can be reached: what stands is kept.
    private static final String UPSERT_STANDING = """
            insert into contact (bucket, profile_id, workspace, version, existing, resolves_to, emails, phones, granted, denied, first_name)
            values ($1, $2, $3, $4, $5, $6, '{}', '{}', '{}', '{}', '')
            on conflict (bucket, profile_id) do update
            set version = excluded.version, existing = excluded.existing, resolves_to = excluded.resolves_to
            where contact.version <= excluded.version""";

    // For good: no version takes it back. The row stays, so that what is late finds it.
    private static final String ERASE = """
            insert into contact (bucket, profile_id, workspace, version, existing, emails, phones, granted, denied, first_name, erased)
            values ($1, $2, $3, $4, false, '{}', '{}', '{}', '{}', '', true)
            on conflict (bucket, profile_id) do update
            set version = greatest(contact.version, excluded.version), existing = false, resolves_to = null, emails = '{}', phones = '{}',
                granted = '{}', denied = '{}', first_name = '', erased = true""";

    private static final String FORGET_ABSORBED = "delete from absorbed where bucket = $1 and profile_id = $2";

    // In order, as everybody who locks contacts does; of a row that cannot be read it is known whether it is erased.
    private static final String LOCK_AND_FIND_ERASED = """
            select c.profile_id, c.erased
            from contact c
            join unnest($1::smallint[], $2::uuid[]) as k(bucket, profile_id) using (bucket, profile_id)
            order by c.bucket, c.profile_id
            for no key update of c""";

    // Nothing but events: most of the feed. The guard waits for the version, so it is kept. In order of id, as all
    // writers of contacts.
    private static final String KEEP_VERSIONS = """
            insert into contact (bucket, profile_id, workspace, version, existing, emails, phones, granted, denied, first_name)
            select bucket, profile_id, workspace, version, true, '{}', '{}', '{}', '{}', ''
            from unnest($1::smallint[], $2::uuid[], $3::text[], $4::bigint[]) as n(bucket, profile_id, workspace, version)
            order by bucket, profile_id
            on conflict (bucket, profile_id) do update
            set version = excluded.version, existing = true, resolves_to = null
            where contact.version <= excluded.version""";

    // Over all buckets, by its index: only when somebody is put on the list of those not to be contacted.
    private static final String HOLDING = """
            select profile_id from contact where workspace = $1 and emails && $2::text[] order by bucket, profile_id""";

    private static final String READ = """
            select c.profile_id, c.workspace, c.version, c.existing, c.resolves_to, c.emails, c.phones, c.granted, c.denied, c.first_name, c.erased
            from contact c
            join unnest($1::smallint[], $2::uuid[]) as k(bucket, profile_id) using (bucket, profile_id)""";

    private static final String ABSORB = """
            insert into absorbed (bucket, profile_id, absorbed_id)
            select $1, $2, absorbed_id
            from unnest($3::uuid[]) as absorbed_id
            where not exists (select 1 from contact c where c.profile_id = absorbed_id and c.resolves_to = $2)
            on conflict (bucket, profile_id, absorbed_id) do nothing""";

    private static final String ABSORBED = "select absorbed_id from absorbed where bucket = $1 and profile_id = $2";

    private static final String LEFT = """
            delete from absorbed where bucket = $1 and profile_id = $2 and absorbed_id = any ($3)""";

    // Over all buckets, by its index: its own change says where it leads from now on.
    private static final String SPEAKS_FOR_ITSELF = "delete from absorbed where absorbed_id = $1";

    // Follows ids over all buckets: a handful of rows, off any request path. `union` ends a circle.
    private static final String PERSON = """
            with recursive leads (profile_id) as (
                select $1::uuid
                union
                select c.resolves_to
                from leads l join contact c on c.profile_id = l.profile_id
                where c.resolves_to is not null),
            person (profile_id) as (
                select profile_id from leads
                union
                select other.profile_id
                from person p
                cross join lateral (
                    select c.profile_id from contact c where c.resolves_to = p.profile_id
                    union all
                    select a.absorbed_id from absorbed a where a.profile_id = p.profile_id
                ) as other)
            select profile_id from person""";

    private static final String LOCK = """
            select c.profile_id, c.workspace, c.version, c.existing, c.resolves_to, c.emails, c.phones, c.granted, c.denied, c.first_name, c.erased
            from contact c
            join unnest($1::smallint[], $2::uuid[]) as k(bucket, profile_id) using (bucket, profile_id)
            order by c.bucket, c.profile_id
            for no key update of c""";

    void apply(Transaction tx, ContactChange change) {
        short bucket = Bucket.of(change.profileId());
        if (change.erased()) {
            erase(tx, bucket, change);
            return;
        }
        UUID leadsTo = change.resolvesTo().orElse(null);
        change.reach()
                .ifPresentOrElse(
                        reach -> tx.execute(
                                UPSERT,
                                bucket,
                                change.profileId(),
                                change.workspace(),
                                change.version(),
                                change.existing(),
                                leadsTo,
                                reach.emails().toArray(String[]::new),
                                reach.phones().toArray(String[]::new),
                                sorted(reach.granted()),
                                sorted(reach.denied()),
                                reach.firstName()),
                        () -> tx.execute(
                                UPSERT_STANDING,
                                bucket,
                                change.profileId(),
                                change.workspace(),
                                change.version(),
                                change.existing(),
                                leadsTo));
        if (change.split() || !change.existing()) {
            tx.execute(SPEAKS_FOR_ITSELF, change.profileId());
        }
        if (!change.absorbed().isEmpty()) {
            tx.execute(ABSORB, bucket, change.profileId(), change.absorbed().toArray(UUID[]::new));
        }
        if (change.split()) {
            forgetWhoLeft(tx, bucket, change.profileId());
        }
    }

    /** No id leads anywhere from there, and what others say of it is over. */
    private static void erase(Transaction tx, short bucket, ContactChange change) {
        tx.execute(ERASE, bucket, change.profileId(), change.workspace(), change.version());
        tx.execute(FORGET_ABSORBED, bucket, change.profileId());
        tx.execute(SPEAKS_FOR_ITSELF, change.profileId());
    }

    /** Whoever of them is known to be somebody else's, or nobody's, by now. */
    private static void forgetWhoLeft(Transaction tx, short bucket, UUID profileId) {
        List<UUID> absorbed = new ArrayList<>();
        for (Row row : tx.query(ABSORBED, bucket, profileId)) {
            absorbed.add(row.getUUID(0));
        }
        if (!absorbed.isEmpty()) {
            UUID[] left = contacts(tx, READ, absorbed).values().stream()
                    .filter(contact -> !contact.resolvesTo().equals(Optional.of(profileId)))
                    .map(Contact::profileId)
                    .toArray(UUID[]::new);
            tx.execute(LEFT, bucket, profileId, left);
        }
    }

    /** Changes that say no more than which version a profile has. */
    void keepVersions(Transaction tx, List<ContactChange> changes) {
        if (changes.isEmpty()) {
            return;
        }
        tx.execute(
                KEEP_VERSIONS,
                changes.stream().map(change -> Bucket.of(change.profileId())).toArray(Short[]::new),
                changes.stream().map(ContactChange::profileId).toArray(UUID[]::new),
                changes.stream().map(ContactChange::workspace).toArray(String[]::new),
                changes.stream().map(ContactChange::version).toArray(Long[]::new));
    }

    /** The profiles that hold one of some addresses. */
    public List<UUID> holding(Transaction tx, String workspace, Collection<String> emails) {
        List<UUID> holders = new ArrayList<>();
        for (Row row : tx.query(HOLDING, workspace, emails.toArray(String[]::new))) {
            holders.add(row.getUUID(0));
        }
        return holders;
    }

    /** The contacts of some profiles, as far as they are known. */
    public Map<UUID, Contact> read(Transaction tx, Collection<UUID> profiles) {
        return contacts(tx, READ, profiles);
    }

    private static String[] sorted(Collection<String> values) {
        return values.stream().sorted().toArray(String[]::new);
    }

    /** Every id of the person who has this one, with what is known of each; no contact changes before the transaction ends. */
    public Person lockPerson(Transaction tx, UUID profileId) {
        Set<UUID> ids = ids(tx, profileId);
        while (true) {
            Map<UUID, Contact> contacts = contacts(tx, LOCK, ids);
            Set<UUID> again = ids(tx, profileId);
            if (again.equals(ids)) {
                return new Person(profileId, ids, contacts);
            }
            // A merge committed between the look and the lock.
            ids = again;
        }
    }

    private static Set<UUID> ids(Transaction tx, UUID profileId) {
        Set<UUID> ids = new TreeSet<>(Person.BY_BYTES);
        for (Row row : tx.query(PERSON, profileId)) {
            ids.add(row.getUUID(0));
        }
        return ids;
    }

    /** Locks the contacts that there are; gives those whose persons were erased. */
    Set<UUID> lockAndFindErased(Transaction tx, Collection<UUID> ids) {
        Set<UUID> erased = new HashSet<>();
        for (Row row : tx.query(LOCK_AND_FIND_ERASED, buckets(ids), ids.toArray(UUID[]::new))) {
            if (row.getBoolean(1)) {
                erased.add(row.getUUID(0));
            }
        }
        return erased;
    }

    private static Map<UUID, Contact> contacts(Transaction tx, String sql, Collection<UUID> ids) {
        Map<UUID, Contact> contacts = new HashMap<>();
        for (Row row : tx.query(sql, buckets(ids), ids.toArray(UUID[]::new))) {
            Contact contact = contact(row);
            contacts.put(contact.profileId(), contact);
        }
        return contacts;
    }

    private static Short[] buckets(Collection<UUID> ids) {
        return ids.stream().map(Bucket::of).toArray(Short[]::new);
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
}
