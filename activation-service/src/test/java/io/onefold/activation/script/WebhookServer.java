package io.onefold.activation.script;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** A real HTTP server that behaves towards each profile's deliveries as a test says, and otherwise answers 204. */
@Singleton
public class WebhookServer {
    static final String NEW_SECRET = "whsec_dGhlIG5ldyBzZWNyZXQgb2YgdGhlIHRlc3RzIDEyMzQ=";
    static final String OLD_SECRET = "whsec_dGhlIG9sZCBzZWNyZXQgb2YgdGhlIHRlc3RzIDU2Nzg=";
    static final String KEY = "whsk_TM0Imyj/ltqdtsNG7BFOD1uKMZ81q6Yk2oz27U+4pvs=";
    public static final List<String> SHARED_SECRETS = List.of(NEW_SECRET, OLD_SECRET);
    /** Of the key, as RFC 8032 gives it for test 2. */
    public static final String PUBLIC_KEY = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";

    /** A request as it came. */
    public record Request(Instant time, String path, Map<String, List<String>> headers, String body) {
        public String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().get(0))
                    .findFirst()
                    .orElse("");
        }
    }

    /** How it behaves towards one request. */
    @FunctionalInterface
    public interface Behaviour {
        void answer(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private final int port;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final List<Request> requests = new ArrayList<>();
    private final Map<String, Deque<Behaviour>> behaviours = new HashMap<>();
    private @Nullable HttpServer server;

    WebhookServer(@ConfigProperty(name = "onefold.test.hook-port") int port) {
        this.port = port;
    }

    void start(@Observes StartupEvent event) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    void stop(@Observes ShutdownEvent event) {
        stopping.countDown();
        if (server != null) {
            server.stop(0);
        }
        threads.shutdownNow();
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** What is done with the next requests about a profile, one after the other. */
    public synchronized void behave(UUID profile, Behaviour... next) {
        behaviours.put(profile.toString(), new ArrayDeque<>(List.of(next)));
    }

    public static Behaviour status(int status, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, -1);
        };
    }

    public static Behaviour page() {
        return exchange -> {
            byte[] page = "<!doctype html><title>Please log in</title>".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
        };
    }

    /** Takes the request and never answers. */
    public Behaviour hang() {
        return exchange -> stopping.await();
    }

    /** Answers 200 and a body whose end never comes. */
    public Behaviour neverEnd() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('.');
            exchange.getResponseBody().flush();
            stopping.await();
        };
    }

    /** Answers 200 and more than anybody wants to read, for as long as somebody reads. */
    public static Behaviour flood() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            while (!Thread.currentThread().isInterrupted()) {
                body.write(new byte[8192]);
            }
        };
    }

    /** What came about a profile. */
    public synchronized List<Request> about(UUID profile) {
        return requests.stream()
                .filter(request -> request.body().contains(profile.toString()))
                .toList();
    }

    public synchronized List<Request> requestsTo(String path) {
        return requests.stream().filter(request -> request.path().equals(path)).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Behaviour behaviour = note(new Request(
                Instant.now(), exchange.getRequestURI().getPath(), Map.copyOf(exchange.getRequestHeaders()), body));
        try (exchange) {
            behaviour.answer(exchange);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Behaviour note(Request request) {
        requests.add(request);
        return behaviours.entrySet().stream()
                .filter(about -> request.body().contains(about.getKey()))
                .map(about -> about.getValue().poll())
                .flatMap(Stream::ofNullable)
                .findFirst()
                .orElse(status(204));
    }
}
