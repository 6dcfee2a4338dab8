package io.onefold.identity.resolve;

import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/**
 * Lets many file evidence of a workspace at once, or one alone. Whoever was overtaken several times goes alone: PostgreSQL serves the
 * waiting in the order of their coming, so everybody gets there, and nobody needs to take locks out of order. The first lock of every
 * transaction that files, held to its end.
 */
@ApplicationScoped
public class Gate {
    private static final String TOGETHER = """
            select pg_advisory_xact_lock_shared(k.key)
            from (select hashtextextended('identity:' || w, 0) as key from unnest($1::text[]) as w order by key) k""";

    private static final String ALONE = """
            select pg_advisory_xact_lock(k.key)
            from (select hashtextextended('identity:' || w, 0) as key from unnest($1::text[]) as w order by key) k""";

    /** Sends without waiting: what is sent afterwards runs behind it. */
    public void together(Transaction tx, Set<String> workspaces) {
        tx.send(TOGETHER, (Object) workspaces.toArray(String[]::new));
    }

    void alone(Transaction tx, Set<String> workspaces) {
        tx.query(ALONE, (Object) workspaces.toArray(String[]::new));
    }
}
