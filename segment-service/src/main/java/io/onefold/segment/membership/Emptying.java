package io.onefold.segment.membership;

import io.onefold.kit.feed.FeedLog;
import io.onefold.kit.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Lets every member leave an audience that is deleted. Safe to repeat: who has left is no member any more. */
@ApplicationScoped
public class Emptying {
    private static final int CHUNK = 500;

    private final Database database;
    private final MembershipStore members;
    private final FeedLog log;

    Emptying(Database database, MembershipStore members, FeedLog log) {
        this.database = database;
        this.members = members;
        this.log = log;
    }

    /**
     * To be called when no transaction that knows the audience can commit any more.
     *
     * @param instant when they leave
     */
    public void empty(UUID audienceId, String audience, Instant instant) {
        int left;
        do {
            left = database.transaction(tx -> {
                List<MembershipStore.Stored> gone = members.empty(tx, audienceId, CHUNK);
                log.append(
                        tx,
                        gone.stream()
                                .map(member -> MembershipCodec.exit(
                                        audienceId, audience, member, later(member.since(), instant)))
                                .toList());
                return gone.size();
            });
        } while (left == CHUNK);
    }

    /** Nobody leaves before having entered. */
    private static Instant later(Instant since, Instant instant) {
        return since.isAfter(instant) ? since : instant;
    }
}
