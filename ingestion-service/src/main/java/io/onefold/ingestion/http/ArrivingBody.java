package io.onefold.ingestion.http;

import io.onefold.ingestion.intake.Arrivals;
import io.onefold.ingestion.intake.ReceivedBytes;
import io.onefold.kit.error.Failures;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * The body of one call while it arrives; refused in the middle when it takes too long, or when all calls together hold too much, and let go by
 * when it is too large.
 */
final class ArrivingBody implements Arrivals.Arriving, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ArrivingBody.class);
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final String RETRY_SECONDS = "1";
    /** HTTP/2's word for: the answer is whole, send no more. */
    private static final long NO_ERROR = 0;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final ReceivedBytes.Share share;
    private final Duration limit;
    private final long keptAway;
    private final BooleanSupplier isNobodys;
    private long seen;
    private boolean passing;

    /**
     * @param keptAway up to how many bytes no resource has the body before its end
     * @param isNobodys whether the headers name keys, and none is known
     */
    ArrivingBody(
            RoutingContext call, ReceivedBytes.Share share, Duration limit, long keptAway, BooleanSupplier isNobodys) {
        this.request = call.request();
        this.response = call.response();
        this.share = share;
        this.limit = limit;
        this.keptAway = keptAway;
        this.isNobodys = isNobodys;
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
        } else if (isTooLarge(now)) {
            passBy();
        }
    }

    /** Beyond what the resource is kept away for it has the body already, and sees to it. */
    private boolean isTooLarge(long now) {
        return !passing && now > BodyBytes.MAX_SENT && now <= keptAway && !request.isEnded() && !response.ended();
    }

    /**
     * It can never be taken. The rest goes by on the event loop, where it holds no thread; answered is its end, for a client that is still
     * sending hears no answer.
     */
    private void passBy() {
        passing = true;
        request.handler(rest -> {}).endHandler(sent -> answerTooLarge());
    }

    private void answerTooLarge() {
        try {
            if (!response.ended()) {
                MalformedBatch why = BodyBytes.tooLarge();
                var unused = isNobodys.getAsBoolean()
                        ? Answers.refuse(
                                response,
                                UNAUTHORIZED,
                                "unauthenticated",
                                String.valueOf(Failures.unknownCredential().getMessage()))
                        : Answers.refuse(response, BAD_REQUEST, why.code(), String.valueOf(why.getMessage()));
            }
        } catch (IllegalStateException answered) {
            LOG.debugf("a call was answered before its body was known to be too large: %s", answered.getMessage());
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
