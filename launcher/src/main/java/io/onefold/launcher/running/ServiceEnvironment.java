package io.onefold.launcher.running;

import io.onefold.devstack.StackConfig;
import io.onefold.devstack.StackInfo;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What a service is told: its ports, its database, Redis, the mail sink, where the others are, and where files go. */
final class ServiceEnvironment {

    private ServiceEnvironment() {}

    /** As environment variables, because the command line of a process is everybody's to read and passwords are among them. */
    static Map<String, String> of(ServiceProcess service, StackInfo stack, SuiteOptions options) {
        Map<String, String> config = new HashMap<>();
        // Like dev mode it may use the well-known credentials, which the profile "prod" refuses.
        config.put("quarkus.profile", "local");
        config.put("quarkus.http.host", "127.0.0.1");
        config.put("quarkus.http.port", Integer.toString(service.httpPort()));
        config.put("quarkus.management.host", "127.0.0.1");
        config.put("quarkus.management.port", Integer.toString(service.managementPort()));
        config.put("quarkus.redis.hosts", stack.redisUrl());
        config.putAll(StackConfig.datasource(stack.postgres(), service.kind().database()));
        config.putAll(StackConfig.mailer(stack));
        config.put("onefold.activation.files-root", options.filesDir().toString());
        for (ServiceKind other : ServiceKind.values()) {
            config.put("onefold." + other.feed() + ".host", "127.0.0.1");
            config.put("onefold." + other.feed() + ".port", Integer.toString(service.upstreamPort(other)));
        }
        Map<String, String> environment = new HashMap<>();
        // The C library would keep a heap for each thread, which only ever grows.
        environment.put("MALLOC_ARENA_MAX", "2");
        config.forEach((name, value) ->
                environment.put(name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT), value));
        return environment;
    }
}
