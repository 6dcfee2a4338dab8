package io.onefold.devstack;

import java.util.Map;

/** What a stack means in Quarkus's own configuration. */
public final class StackConfig {

    private StackConfig() {}

    public static Map<String, String> datasource(PostgresAddress postgres, String database) {
        return Map.of(
                "quarkus.datasource.jdbc.url", postgres.jdbcUrl(database),
                "quarkus.datasource.reactive.url", postgres.reactiveUrl(database),
                "quarkus.datasource.username", postgres.user(),
                "quarkus.datasource.password", postgres.password());
    }

    /** Mail goes over the wire to the sink, not into Quarkus's mock. */
    public static Map<String, String> mailer(StackInfo stack) {
        return Map.of(
                "quarkus.mailer.mock", "false",
                "quarkus.mailer.host", stack.mailHost(),
                "quarkus.mailer.port", Integer.toString(stack.smtpPort()),
                "onefold.test.mail.imap-port", Integer.toString(stack.imapPort()));
    }
}
