package io.onefold.segment.membership;

import io.onefold.kit.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Members whom nobody has evaluated under the present version of a rule. */
@ApplicationScoped
public class Leftovers {
    private static final int CHUNK = 1000;
    private static final UUID BEGINNING = new UUID(0, 0);

    private final Database database;
    private final MembershipStore members;
    private final StandingStore standings;

    Leftovers(Database database, MembershipStore members, StandingStore standings) {
        this.database = database;
        this.members = members;
        this.standings = standings;
    }

    /** Hands over all of them, some at a time; takes the next ones only when those are done. */
    public void forEach(UUID audienceId, long version, Consumer<List<UUID>> found) {
        UUID after = BEGINNING;
        List<UUID> page;
        do {
            UUID from = after;
            page = database.snapshot(tx -> members.page(tx, audienceId, from, CHUNK));
            if (!page.isEmpty()) {
                after = page.get(page.size() - 1);
                found.accept(leftOf(page, audienceId, version));
            }
        } while (page.size() == CHUNK);
    }

    private List<UUID> leftOf(List<UUID> page, UUID audienceId, long version) {
        Map<UUID, StandingStore.Stored> stored = database.snapshot(tx -> standings.read(tx, page));
        return page.stream()
                .filter(id -> isLeft(stored.get(id), audienceId, version))
                .toList();
    }

    private static boolean isLeft(StandingStore.@Nullable Stored row, UUID audienceId, long version) {
        return row != null
                && row.standings()
                        .of(audienceId)
                        .filter(standing -> standing.audienceVersion() < version)
                        .isPresent();
    }
}
