package io.onefold.launcher.survival;

import io.onefold.devstack.StackInfo;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/** Looks behind activation for the moment at which a message is handed over: no RPC tells that early enough. */
final class MessagesUnderWay {
    /** One that a killed process left behind is under way no more. */
    private static final String UNDER_WAY = """
            select count(*)
            from delivery
            where state = 'SENDING' and attempted_at > clock_timestamp() - interval '500 milliseconds'""";

    private static final long LOOK_MILLIS = 1;
    private static final int LOOKS_PER_COUNT = 100;
    private static final long AWAY_MILLIS = 100;

    private final StackInfo stack;

    MessagesUnderWay(StackInfo stack) {
        this.stack = stack;
    }

    /** Returns when a message is under way, or, where that was too quick to be seen, the first one has arrived. */
    String awaitOne() throws InterruptedException {
        while (true) {
            try (Connection connection = stack.postgres().connect("onefold_activation");
                    Statement statement = connection.createStatement()) {
                return awaitOne(statement);
            } catch (SQLException away) {
                // PostgreSQL is one of those that are killed.
                TimeUnit.MILLISECONDS.sleep(AWAY_MILLIS);
            }
        }
    }

    private String awaitOne(Statement statement) throws SQLException, InterruptedException {
        for (int look = 1; ; look++) {
            try (ResultSet rows = statement.executeQuery(UNDER_WAY)) {
                rows.next();
                if (rows.getInt(1) > 0) {
                    return "a message is under way";
                }
            }
            if (look % LOOKS_PER_COUNT == 0 && stack.mailbox().count() > 0) {
                return "messages are going out";
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }
}
