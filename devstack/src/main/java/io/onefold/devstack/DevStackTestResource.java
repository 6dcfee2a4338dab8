package io.onefold.devstack;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives a Quarkus test its database, Redis and, if it wants one, a mail sink, all of {@link TestStack}.
 *
 * <p>Arguments: {@code database}, the name of a database, shared by the tests that name it; or {@code fresh-database}, a prefix, for one of
 * the test's own; {@code mail=true} for the mail sink.
 */
public final class DevStackTestResource implements QuarkusTestResourceLifecycleManager {

    private Map<String, String> arguments = Map.of();

    @Override
    public void init(Map<String, String> initArgs) {
        arguments = Map.copyOf(initArgs);
    }

    @Override
    public Map<String, String> start() {
        StackInfo stack = TestStack.shared();
        Map<String, String> config = new HashMap<>();
        config.put("quarkus.redis.hosts", stack.redisUrl());
        if (arguments.containsKey("database") || arguments.containsKey("fresh-database")) {
            config.putAll(StackConfig.datasource(stack.postgres(), database(stack)));
        }
        if (Boolean.parseBoolean(arguments.get("mail"))) {
            config.putAll(StackConfig.mailer(stack));
        }
        return config;
    }

    private String database(StackInfo stack) {
        String fresh = arguments.get("fresh-database");
        return fresh != null
                ? TestStack.freshDatabase(fresh)
                : stack.createDatabase(arguments.getOrDefault("database", "onefold_test"));
    }

    /** The stack serves the whole JVM and ends with it. */
    @Override
    public void stop() {}
}
