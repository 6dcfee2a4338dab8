package io.onefold.devstack;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.user.UserManager;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

/** An SMTP server that takes every mail and sends none on; what it took is read by IMAP, see {@link Mailbox}. */
final class MailSink {

    /** The one mailbox that every mail lands in, whoever it was sent to: the sender's view of what went out. */
    static final String EVERYTHING = "everything";

    private static final long START_MILLIS = 120_000;

    private final GreenMail server;

    MailSink(StackSettings settings) {
        this.server = new GreenMail(new ServerSetup[] {
            setup(settings.smtpPort(), ServerSetup.PROTOCOL_SMTP), setup(settings.imapPort(), ServerSetup.PROTOCOL_IMAP)
        });
        server.withConfiguration(GreenMailConfiguration.aConfig().withDisabledAuthentication());
    }

    private static ServerSetup setup(int port, String protocol) {
        ServerSetup setup = new ServerSetup(port, "127.0.0.1", protocol);
        setup.setServerStartupTimeout(START_MILLIS);
        return setup;
    }

    void start() throws UserException {
        server.start();
        UserManager users = server.getUserManager();
        GreenMailUser everything = users.createUser(EVERYTHING, EVERYTHING, EVERYTHING);
        users.setMessageDeliveryHandler((mail, recipient) -> everything);
    }

    void stop() {
        server.stop();
    }
}
