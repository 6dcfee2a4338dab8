package io.onefold.activation.mail;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.SentMail;
import io.quarkus.mailer.runtime.MailerSupport;
import io.quarkus.mailer.runtime.Mailers;
import io.quarkus.mailer.runtime.MailersRuntimeConfig;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Duration;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Lines to the mail server of the configuration, one for each mail that is under way, and used again. The mail client itself cannot take
 * back a mail that it is sending; so the line of one that does not come to an end in time is closed with everything on it.
 */
@ApplicationScoped
class MailLines {
    private final Vertx vertx;
    private final TlsConfigurationRegistry tls;
    private final Event<SentMail> sent;
    private final Deque<Mailers> idle = new ConcurrentLinkedDeque<>();

    MailLines(Vertx vertx, TlsConfigurationRegistry tls, Event<SentMail> sent) {
        this.vertx = vertx;
        this.tls = tls;
        this.sent = sent;
    }

    /** Fails with what the server answered, with what kept the line from the server, or when the limit is over. */
    void send(Mail mail, Duration limit) {
        Mailers line = idle.poll();
        if (line == null) {
            line = open();
        }
        boolean usable = false;
        try {
            line.reactiveMailerFromName(Mailers.DEFAULT_MAILER_NAME)
                    .send(mail)
                    .await()
                    .atMost(limit);
            usable = true;
        } catch (RuntimeException failure) {
            usable = MailFailure.answer(failure).isPresent();
            throw failure;
        } finally {
            if (usable) {
                idle.push(line);
            } else {
                line.stop();
            }
        }
    }

    private Mailers open() {
        MailersRuntimeConfig config =
                ConfigProvider.getConfig().unwrap(SmallRyeConfig.class).getConfigMapping(MailersRuntimeConfig.class);
        return new Mailers(
                vertx,
                io.vertx.mutiny.core.Vertx.newInstance(vertx),
                config,
                LaunchMode.current(),
                new MailerSupport(true, Set.of()),
                tls,
                sent);
    }

    @PreDestroy
    void close() {
        idle.forEach(Mailers::stop);
    }
}
