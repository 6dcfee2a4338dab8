package io.onefold.activation.mail;

import io.onefold.activation.campaign.ActivationConfig;
import io.onefold.activation.delivery.Outcome;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.qute.Engine;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateException;
import io.vertx.ext.mail.SMTPException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Renders a mail and hands it to the SMTP server. Runs on worker threads. */
@ApplicationScoped
public class MailSender {
    private static final Logger LOG = Logger.getLogger(MailSender.class);
    private static final int LONGEST_ERROR = 500;
    /** Answers about the log-in and not about the mail: it may go as soon as the configuration is mended. */
    private static final Set<Integer> ABOUT_THE_SENDER = Set.of(530, 534, 535, 538);

    /** Permanent, and by its enhanced status about the mailbox or its domain: not 5.1.7 and 5.1.8, which are about the sender. */
    private static final Pattern NO_MAILBOX = Pattern.compile("5\\d\\d[ -]5\\.1\\.(1|2|3|6|10)\\b.*", Pattern.DOTALL);

    /** How the mail client begins when the server refused RCPT TO. */
    private static final String RECIPIENT = "recipient address not accepted";

    private final ReactiveMailer mailer;
    private final Engine templates;
    private final ActivationConfig config;

    MailSender(ReactiveMailer mailer, Engine templates, ActivationConfig config) {
        this.mailer = mailer;
        this.templates = templates;
        this.config = config;
    }

    public Outcome send(Message message) {
        Mail mail;
        try {
            mail = write(message);
        } catch (TemplateException unwritable) {
            LOG.warnf("delivery %s cannot be written: %s", message.deliveryId(), unwritable.getMessage());
            return new Outcome.Refused(reason(unwritable));
        }
        try {
            mailer.send(mail).await().atMost(config.sendTimeout());
            return new Outcome.Sent();
        } catch (RuntimeException failure) {
            if (isBounce(failure)) {
                return new Outcome.Bounced(reason(failure));
            }
            return isPermanent(failure) ? new Outcome.Refused(reason(failure)) : new Outcome.Failed(reason(failure));
        }
    }

    private Mail write(Message message) {
        String subject = render(templates.parse(message.subject()), message);
        return Mail.withText(message.to(), oneLine(subject), render(template(message.template() + ".txt"), message))
                .setHtml(render(template(message.template() + ".html"), message))
                .setFrom(message.from())
                .addHeader("Message-ID", message.messageId())
                .addHeader("X-Onefold-Delivery", message.deliveryId().toString());
    }

    private Template template(String name) {
        Template template = templates.getTemplate(name);
        if (template == null) {
            throw new TemplateException("there is no template " + name);
        }
        return template;
    }

    private static String render(Template template, Message message) {
        return template.data("first_name", message.firstName()).render();
    }

    /** A line break in a name must not begin another header. */
    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    static boolean isPermanent(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SMTPException smtp) {
                return smtp.isPermanent() && !ABOUT_THE_SENDER.contains(smtp.getReplyCode());
            }
            // What the mail client says to something that is no address.
            if (cause instanceof IllegalArgumentException) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the server said that there is no such mailbox. Only an enhanced status says so: a bare 550 is what a server answers to a
     * sender it does not like as well, and would keep somebody from every later mail.
     */
    static boolean isBounce(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SMTPException smtp) {
                return String.valueOf(smtp.getMessage()).startsWith(RECIPIENT)
                        && NO_MAILBOX
                                .matcher(String.valueOf(smtp.getReplyMessage()))
                                .matches();
            }
        }
        return false;
    }

    private static String reason(Throwable failure) {
        String text = String.valueOf(failure.getMessage());
        return text.length() <= LONGEST_ERROR ? text : text.substring(0, LONGEST_ERROR);
    }
}
