package io.onefold.kit.transport;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Deadline;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.Prioritized;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Puts the caller's deadline into the gRPC context, from where waits, and calls to other services, take it. gRPC's own server does so; the
 * one on Vert.x leaves the header alone.
 */
@GlobalInterceptor
@ApplicationScoped
public class CallDeadlines implements ServerInterceptor, Prioritized {
    private static final Metadata.Key<String> TIMEOUT =
            Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER);
    private static final int MOST_DIGITS = 8;
    private static final int AFTER_ACCESS = 900_000;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "call-deadlines");
        thread.setDaemon(true);
        return thread;
    });

    @Override
    public int getPriority() {
        return AFTER_ACCESS;
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        Optional<Deadline> deadline = Optional.ofNullable(headers.get(TIMEOUT)).flatMap(CallDeadlines::read);
        if (deadline.isEmpty()) {
            return next.startCall(call, headers);
        }
        Context.CancellableContext limited = Context.current().withDeadline(deadline.get(), timer);
        return new Ending<>(Contexts.interceptCall(limited, call, headers, next), limited);
    }

    /** At most eight digits and a unit, as the protocol has it; anything else is no deadline. */
    static Optional<Deadline> read(String timeout) {
        int digits = timeout.length() - 1;
        if (digits < 1 || digits > MOST_DIGITS || !timeout.chars().limit(digits).allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        return unit(timeout.charAt(digits))
                .map(unit -> Deadline.after(Long.parseLong(timeout.substring(0, digits)), unit));
    }

    private static Optional<TimeUnit> unit(char letter) {
        return switch (letter) {
            case 'H' -> Optional.of(TimeUnit.HOURS);
            case 'M' -> Optional.of(TimeUnit.MINUTES);
            case 'S' -> Optional.of(TimeUnit.SECONDS);
            case 'm' -> Optional.of(TimeUnit.MILLISECONDS);
            case 'u' -> Optional.of(TimeUnit.MICROSECONDS);
            case 'n' -> Optional.of(TimeUnit.NANOSECONDS);
            default -> Optional.empty();
        };
    }

    void stop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
    }

    /** Gives the timer back when the call ends. */
    private static final class Ending<ReqT> extends SimpleForwardingServerCallListener<ReqT> {
        private final Context.CancellableContext limited;

        Ending(ServerCall.Listener<ReqT> listener, Context.CancellableContext limited) {
            super(listener);
            this.limited = limited;
        }

        @Override
        public void onComplete() {
            limited.cancel(null);
            super.onComplete();
        }

        @Override
        public void onCancel() {
            limited.cancel(null);
            super.onCancel();
        }
    }
}
