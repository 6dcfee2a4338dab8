package io.onefold.ingestion.http;

import io.onefold.ingestion.intake.Arrivals;
import io.onefold.ingestion.intake.ReceivedBytes;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** The body of one call while it arrives; refused in the middle when it takes too long, or when all calls together hold too much. */
final class ArrivingBody implements Arrivals.Arriving, AutoCloseable {
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final String RETRY_SECONDS = "1";
    /** HTTP/2's word for: the answer is whole, send no more. */
    private static final long NO_ERROR = 0;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final ReceivedBytes.Share share;
    private final Duration limit;
    private long seen;

    ArrivingBody(RoutingContext call, ReceivedBytes.Share share, Duration limit) {
        this.request = call.request();
        this.response = call.response();
        this.share = share;
        this.limit = limit;
    }

    @Override
    public void look() {
        long now = request.bytesRead();
        boolean fits = share.take(now - seen);
        seen = now;
        if (!fits && !response.ended()) {
            response.putHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
            refuse(
                    TOO_MANY_REQUESTS,
                    "resource_exhausted",
                    String.valueOf(ReceivedBytes.tooMany().getMessage()));
        }
    }

    void late() {
        if (!request.isEnded() && !response.ended()) {
            refuse(
                    REQUEST_TIMEOUT,
                    "deadline_exceeded",
                    "the body took longer than " + limit.toSeconds() + " s to arrive");
        }
    }

    private void refuse(int status, String code, String message) {
        var sent = Answers.refuse(response, status, code, message);
        if (request.version() == HttpVersion.HTTP_2) {
            boolean unused = response.reset(NO_ERROR);
        } else {
            var unused = sent.onComplete(done -> request.connection().close());
        }
    }

    @Override
    public void close() {
        share.close();
    }
}
