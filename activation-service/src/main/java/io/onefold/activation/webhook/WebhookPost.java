package io.onefold.activation.webhook;

import io.onefold.activation.destination.Webhook;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One POST within one limit of time. The name is looked up here and the connection goes to the very address that was checked, so that a
 * name cannot lead elsewhere between the check and the call. Redirects are not followed.
 */
@ApplicationScoped
class WebhookPost {
    private static final int MOST_BODY = 64 * 1024;
    private static final int CONNECTIONS = 64;

    private final Vertx vertx;
    private final HttpClient client;

    WebhookPost(Vertx vertx) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(CONNECTIONS)
                .setConnectTimeout((int) Webhook.LONGEST.toMillis())
                .setKeepAliveTimeout((int) Webhook.LONGEST.toSeconds()));
    }

    @PreDestroy
    void close() {
        var unused = client.close();
    }

    WebhookAnswer send(Webhook webhook, Map<String, String> headers, String body)
            throws InterruptedException, ExecutionException, TimeoutException {
        Exchange exchange = new Exchange();
        Future<WebhookAnswer> answer = vertx.executeBlocking(() -> addresses(webhook), false)
                .compose(addresses -> connect(webhook, headers, addresses))
                .compose(request -> exchange.run(request, body));
        try {
            return answer.toCompletionStage()
                    .toCompletableFuture()
                    .get(webhook.limit().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | InterruptedException late) {
            exchange.end();
            throw late;
        }
    }

    /** To the first address that takes a connection. All of them get the same part of the time. */
    private Future<HttpClientRequest> connect(
            Webhook webhook, Map<String, String> headers, List<InetAddress> addresses) {
        long each = Math.max(1, webhook.limit().toMillis() / addresses.size());
        Future<HttpClientRequest> connected = Future.failedFuture("no address");
        for (InetAddress address : addresses) {
            connected = connected.recover(failure ->
                    client.request(options(webhook.uri(), address, headers).setConnectTimeout(each)));
        }
        return connected;
    }

    private static List<InetAddress> addresses(Webhook webhook) throws IOException {
        InetAddress[] addresses = InetAddress.getAllByName(webhook.uri().getHost());
        for (InetAddress address : addresses) {
            if (!webhook.allowPrivate() && !PublicAddress.isPublic(address)) {
                throw new IOException(webhook.uri().getHost() + " leads to " + address.getHostAddress()
                        + ", which is not on the open internet (unless the destination says allow_private)");
            }
        }
        return List.of(addresses);
    }

    private static RequestOptions options(URI uri, InetAddress address, Map<String, String> headers) {
        boolean tls = "https".equals(uri.getScheme());
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
        String path = Optional.ofNullable(uri.getRawPath())
                .filter(given -> !given.isEmpty())
                .orElse("/");
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setHost(uri.getHost())
                .setPort(port)
                .setSsl(tls)
                .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery())
                .setFollowRedirects(false);
        headers.forEach(options::putHeader);
        return options;
    }

    /** A request on its way; ended when its time is over, also when its connection comes only after that. */
    private static final class Exchange {
        private @Nullable HttpClientRequest request;
        private boolean ended;

        synchronized Future<WebhookAnswer> run(HttpClientRequest begun, String body) {
            if (ended) {
                begun.reset();
                return Future.failedFuture("too late");
            }
            request = begun;
            return begun.send(Buffer.buffer(body)).compose(Exchange::read);
        }

        /** What was answered is known before the body ends, but an answer that never ends is none. */
        private static Future<WebhookAnswer> read(HttpClientResponse response) {
            WebhookAnswer answer = new WebhookAnswer(
                    response.statusCode(),
                    Optional.ofNullable(response.getHeader("content-type")).orElse(""),
                    Optional.ofNullable(response.getHeader("retry-after")));
            Promise<WebhookAnswer> done = Promise.promise();
            AtomicLong length = new AtomicLong();
            response.exceptionHandler(failure -> done.tryFail(failure));
            response.endHandler(end -> done.tryComplete(answer));
            response.handler(chunk -> {
                if (length.addAndGet(chunk.length()) > MOST_BODY && done.tryComplete(answer)) {
                    response.request().reset();
                }
            });
            return done.future();
        }

        /** Closes the connection of a request whose time is over. */
        synchronized void end() {
            ended = true;
            if (request != null) {
                request.reset();
            }
        }
    }
}
