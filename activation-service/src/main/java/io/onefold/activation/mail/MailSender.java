package io.onefold.activation.mail;

import io.onefold.activation.campaign.ActivationConfig;
import io.onefold.activation.delivery.Outcome;
import io.quarkus.mailer.Mail;
import io.quarkus.qute.Engine;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateException;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Renders a mail and hands it to the SMTP server. Runs on worker threads. */
@ApplicationScoped
public class MailSender {
    private static final Logger LOG = Logger.getLogger(MailSender.class);

    private final MailLines lines;
    private final Engine templates;
    private final ActivationConfig config;

    MailSender(MailLines lines, Engine templates, ActivationConfig config) {
        this.lines = lines;
        this.templates = templates;
        this.config = config;
    }

    public Outcome send(Message message) {
        Mail mail;
        try {
            mail = write(message);
        } catch (TemplateException unwritable) {
            LOG.warnf("delivery %s cannot be written: %s", message.deliveryId(), unwritable.getMessage());
            return new Outcome.Refused(MailFailure.reason(unwritable));
        }
        try {
            lines.send(mail, config.sendTimeout());
            return new Outcome.Sent();
        } catch (RuntimeException failure) {
            return MailFailure.outcome(failure);
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
}
