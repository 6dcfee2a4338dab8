package io.onefold.activation.suppression;

import io.onefold.domain.Bucket;
import io.onefold.domain.IdentifierNormalizer;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The suppressed addresses, by hash: an address that is erased everywhere else stays suppressed. */
@ApplicationScoped
public class SuppressionStore {
    // What the owner said outweighs what a server said, and is never taken back by it.
    private static final String ADD = """
            insert into suppression (bucket, address_id, workspace, reason, source, created_at)
            select bucket, address_id, workspace, $5, source, $6
            from unnest($1::smallint[], $2::uuid[], $3::text[], $4::text[]) as n(bucket, address_id, workspace, source)
            order by bucket, address_id
            on conflict (bucket, address_id) do update
            set reason = excluded.reason, source = excluded.source, created_at = excluded.created_at
            where suppression.reason = 'BOUNCED' and excluded.reason = 'DO_NOT_CONTACT'
            returning address_id""";

    private static final String FIND = """
            select s.address_id, s.reason
            from suppression s
            join unnest($1::smallint[], $2::uuid[]) as k(bucket, address_id) using (bucket, address_id)""";

    /**
     * An address whose owner wants to hear nothing.
     *
     * @param email as profiles hold it
     * @param source whence that is known
     */
    public record Wish(String workspace, String email, String source) {}

    /** A mail server says that there is no such mailbox. */
    public void bounced(Transaction tx, String workspace, String email, String source, Instant now) {
        List<Wish> unused = add(tx, List.of(new Wish(workspace, email, source)), Suppression.BOUNCED, now);
    }

    /** Owners want to hear nothing; gives back those of whom that is news. */
    public List<Wish> forbid(Transaction tx, Collection<Wish> wishes, Instant now) {
        return add(tx, wishes, Suppression.DO_NOT_CONTACT, now);
    }

    private static List<Wish> add(Transaction tx, Collection<Wish> wishes, Suppression reason, Instant now) {
        Map<UUID, Wish> byId = new HashMap<>();
        wishes.forEach(wish -> byId.put(id(wish.workspace, wish.email), wish));
        List<UUID> ids = List.copyOf(byId.keySet());
        List<Wish> news = new ArrayList<>();
        for (Row row : tx.query(
                ADD,
                ids.stream().map(Bucket::of).toArray(Short[]::new),
                ids.toArray(UUID[]::new),
                ids.stream().map(byId::get).map(Wish::workspace).toArray(String[]::new),
                ids.stream().map(byId::get).map(Wish::source).toArray(String[]::new),
                reason.name(),
                now.atOffset(ZoneOffset.UTC))) {
            news.add(byId.get(row.getUUID(0)));
        }
        return news;
    }

    public Suppressions of(Transaction tx, String workspace, Collection<String> emails) {
        if (emails.isEmpty()) {
            return Suppressions.NONE;
        }
        Map<UUID, String> asked = new HashMap<>();
        emails.forEach(email -> asked.put(id(workspace, email), email));
        UUID[] ids = asked.keySet().toArray(UUID[]::new);
        Short[] buckets = new Short[ids.length];
        for (int i = 0; i < ids.length; i++) {
            buckets[i] = Bucket.of(ids[i]);
        }
        Map<String, Suppression> found = new HashMap<>();
        for (Row row : tx.query(FIND, buckets, ids)) {
            found.put(asked.get(row.getUUID(0)), Suppression.valueOf(row.getString(1)));
        }
        return new Suppressions(found);
    }

    private static UUID id(String workspace, String email) {
        byte[] text = (workspace + "\u001f" + normalized(email)).getBytes(StandardCharsets.UTF_8);
        try {
            ByteBuffer hash =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text));
            return new UUID(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** As profiles hold it. */
    public static String normalized(String email) {
        return IdentifierNormalizer.normalize(IdentifierNormalizer.EMAIL, email).value();
    }
}
