package io.onefold.activation.mail;

import io.quarkus.mailer.SentMail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.mailer.runtime.MailerSupport;
import io.quarkus.mailer.runtime.Mailers;
import io.quarkus.mailer.runtime.MailersRuntimeConfig;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Event;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One line to the mail server of the configuration. A verticle, because the mail client waits for the mail that it is sending before it
 * closes, and Vert.x closes the sockets of a verticle that it takes down whatever is on them.
 */
final class MailLine extends AbstractVerticle {
    private static final Logger LOG = Logger.getLogger(MailLine.class);

    private final TlsConfigurationRegistry tls;
    private final Event<SentMail> sent;
    private @Nullable Mailers mailers;

    private MailLine(TlsConfigurationRegistry tls, Event<SentMail> sent) {
        this.tls = tls;
        this.sent = sent;
    }

    static MailLine open(Vertx vertx, TlsConfigurationRegistry tls, Event<SentMail> sent) {
        MailLine line = new MailLine(tls, sent);
        String unused = vertx.deployVerticle(line)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return line;
    }

    @Override
    public void start() {
        MailersRuntimeConfig config =
                ConfigProvider.getConfig().unwrap(SmallRyeConfig.class).getConfigMapping(MailersRuntimeConfig.class);
        mailers = new Mailers(
                vertx,
                io.vertx.mutiny.core.Vertx.newInstance(vertx),
                config,
                LaunchMode.current(),
                new MailerSupport(true, Set.of()),
                tls,
                sent);
    }

    ReactiveMailer mailer() {
        return Objects.requireNonNull(mailers).reactiveMailerFromName(Mailers.DEFAULT_MAILER_NAME);
    }

    /** At once, whatever is under way on it. */
    void cut() {
        vertx.undeploy(deploymentID())
                .onFailure(failure -> LOG.warn("a line to the mail server was not closed", failure));
    }
}
