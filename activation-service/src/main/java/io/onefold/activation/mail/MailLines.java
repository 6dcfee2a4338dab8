package io.onefold.activation.mail;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.SentMail;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Lines to the mail server, one for each mail that is under way, and used again. The mail client cannot take back a mail that it is
 * sending; so the line of one that does not come to an end in time is cut with the mail on it.
 */
@ApplicationScoped
class MailLines {
    private final Vertx vertx;
    private final TlsConfigurationRegistry tls;
    private final Event<SentMail> sent;
    private final Deque<MailLine> idle = new ConcurrentLinkedDeque<>();

    MailLines(Vertx vertx, TlsConfigurationRegistry tls, Event<SentMail> sent) {
        this.vertx = vertx;
        this.tls = tls;
        this.sent = sent;
    }

    /** Fails with what the server answered, with what kept the line from the server, or when the limit is over. */
    void send(Mail mail, Duration limit) {
        MailLine line = idle.poll();
        if (line == null) {
            line = MailLine.open(vertx, tls, sent);
        }
        boolean usable = false;
        try {
            line.mailer().send(mail).await().atMost(limit);
            usable = true;
        } catch (TimeoutException late) {
            throw new IllegalStateException("no end within " + limit, late);
        } catch (RuntimeException failure) {
            usable = MailFailure.answer(failure).isPresent();
            throw failure;
        } finally {
            if (usable) {
                idle.push(line);
            } else {
                line.cut();
            }
        }
    }

    @PreDestroy
    void close() {
        idle.forEach(MailLine::cut);
    }
}
