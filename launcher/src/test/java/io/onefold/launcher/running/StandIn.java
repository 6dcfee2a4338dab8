package io.onefold.launcher.running;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** What the launcher sees of a service: a program that takes its ports from the environment and says when it is ready. */
public final class StandIn {

    private StandIn() {}

    public static void main(String[] arguments) throws IOException {
        if (Boolean.getBoolean("stand-in.dies")) {
            System.out.println("cannot start: the reason");
            System.exit(1);
        }
        serve("QUARKUS_HTTP_PORT", "/database", System.getenv("QUARKUS_DATASOURCE_REACTIVE_URL"));
        serve("QUARKUS_MANAGEMENT_PORT", "/q/health/ready", "{}");
    }

    private static void serve(String port, String path, String answer) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(System.getenv(port))), 0);
        server.createContext(path, exchange -> {
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }
}
