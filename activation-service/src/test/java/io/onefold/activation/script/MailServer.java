package io.onefold.activation.script;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.imap.ImapHostManager;
import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.server.AbstractServer;
import com.icegreen.greenmail.smtp.SmtpManager;
import com.icegreen.greenmail.smtp.SmtpServer;
import com.icegreen.greenmail.smtp.SmtpState;
import com.icegreen.greenmail.user.UserManager;
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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** A real SMTP server of the tests' own, which they can stop and start. */
@Singleton
public class MailServer {
    private final int port;
    private final Map<String, String> refused = new ConcurrentHashMap<>();
    private final List<MimeMessage> before = new ArrayList<>();
    private GreenMail server;

    MailServer(@ConfigProperty(name = "quarkus.mailer.port") int port) {
        this.port = port;
        this.server = server();
    }

    private GreenMail server() {
        ServerSetup setup = new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        setup.setServerStartupTimeout(120_000);
        GreenMail mails = new GreenMail(setup) {
            @Override
            protected Map<String, AbstractServer> createServices(ServerSetup[] setups, Managers managers) {
                return Map.of(setups[0].getProtocol(), new SmtpServer(setups[0], new Refusing(managers)));
            }
        };
        mails.withConfiguration(GreenMailConfiguration.aConfig().withDisabledAuthentication());
        return mails;
    }

    /** What the server answers to RCPT TO with an address, such as `550 5.1.1 no such mailbox`. */
    public void refuse(String address, String answer) {
        refused.put(address, answer);
    }

    public void accept(String address) {
        refused.remove(address);
    }

    /** The server's own parts, but for the check of recipients. */
    private final class Refusing extends Managers {
        private final Managers managers;

        Refusing(Managers managers) {
            this.managers = managers;
        }

        @Override
        public UserManager getUserManager() {
            return managers.getUserManager();
        }

        @Override
        public ImapHostManager getImapHostManager() {
            return managers.getImapHostManager();
        }

        @Override
        public SmtpManager getSmtpManager() {
            return new SmtpManager(managers.getImapHostManager(), managers.getUserManager()) {
                @Override
                public @Nullable String checkRecipient(SmtpState state, MailAddress recipient) {
                    return refused.get(recipient.getEmail());
                }
            };
        }
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

    /** In its place, while it is stopped. */
    public SilentMailServer silent() {
        return new SilentMailServer(port);
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
