package io.onefold.activation.campaign;

import io.onefold.kit.feed.Cursor;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Where the feed of memberships stood when each campaign began. */
@ApplicationScoped
class BeginningStore {
    private static final String WAITING = """
            select r.campaign_id
            from campaign_run r
            where (select count(*) from campaign_beginning b where b.campaign_id = r.campaign_id and b.partition < $1) < $1
            order by r.campaign_id""";

    private static final String ALL = "select campaign_id, partition, epoch, position from campaign_beginning";

    private static final String BEGIN = """
            insert into campaign_beginning (campaign_id, partition, epoch, position)
            select campaign_id, partition, epoch, position
            from unnest($1::uuid[]) as campaign_id
            cross join unnest($2::smallint[], $3::bigint[], $4::bigint[]) as h(partition, epoch, position)
            on conflict (campaign_id, partition) do nothing""";

    /** The campaigns that have not begun in each of the partitions, whose number may have been raised. */
    List<UUID> waiting(Transaction tx, int partitions) {
        List<UUID> waiting = new ArrayList<>();
        for (Row row : tx.query(WAITING, (short) partitions)) {
            waiting.add(row.getUUID(0));
        }
        return waiting;
    }

    Map<UUID, Beginning> all(Transaction tx) {
        Map<UUID, Map<Integer, Cursor>> heads = new HashMap<>();
        for (Row row : tx.query(ALL)) {
            heads.computeIfAbsent(row.getUUID(0), campaign -> new HashMap<>())
                    .put(row.getShort(1).intValue(), new Cursor(row.getLong(2), row.getLong(3)));
        }
        Map<UUID, Beginning> all = new HashMap<>();
        heads.forEach((campaign, of) -> all.put(campaign, new Beginning(of)));
        return all;
    }

    /** Where one has begun already it stays as it is. */
    void begin(Transaction tx, List<UUID> campaigns, Map<Integer, Cursor> heads) {
        List<Integer> partitions = List.copyOf(heads.keySet());
        List<Cursor> cursors = partitions.stream().map(heads::get).toList();
        tx.execute(
                BEGIN,
                campaigns.toArray(UUID[]::new),
                partitions.stream().map(Integer::shortValue).toArray(Short[]::new),
                cursors.stream().map(Cursor::epoch).toArray(Long[]::new),
                cursors.stream().map(Cursor::position).toArray(Long[]::new));
    }
}
