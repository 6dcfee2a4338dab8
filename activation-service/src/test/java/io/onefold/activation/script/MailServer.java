package io.onefold.activation.script;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** A real SMTP server of the tests' own, which they can stop and start. */
@Singleton
public class MailServer {
    private final int port;
    private final List<MimeMessage> before = new ArrayList<>();
    private GreenMail server;

    MailServer(@ConfigProperty(name = "quarkus.mailer.port") int port) {
        this.port = port;
        this.server = server();
    }

    private GreenMail server() {
        ServerSetup setup = new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        setup.setServerStartupTimeout(20_000);
        return new GreenMail(setup)
                .withConfiguration(GreenMailConfiguration.aConfig().withDisabledAuthentication());
    }

    void begin(@Observes StartupEvent event) {
        server.start();
    }

    void end(@Observes ShutdownEvent event) {
        server.stop();
    }

    public synchronized void stop() {
        before.addAll(List.of(server.getReceivedMessages()));
        server.stop();
    }

    public synchronized void start() {
        server = server();
        server.start();
    }

    /** What came for an address, also before a stop. */
    public synchronized List<MimeMessage> mailsTo(String address) throws MessagingException {
        List<MimeMessage> mails = new ArrayList<>(before);
        mails.addAll(List.of(server.getReceivedMessages()));
        List<MimeMessage> theirs = new ArrayList<>();
        for (MimeMessage mail : mails) {
            if (Arrays.stream(mail.getRecipients(Message.RecipientType.TO))
                    .anyMatch(to -> to.toString().equals(address))) {
                theirs.add(mail);
            }
        }
        return theirs;
    }
}
