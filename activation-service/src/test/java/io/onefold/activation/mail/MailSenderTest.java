package io.onefold.activation.mail;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.ext.mail.SMTPException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailSenderTest {
    private static RuntimeException answer(int code) {
        return new IllegalStateException(new SMTPException("refused", code, List.of("refused"), true));
    }

    @Test
    void a_refused_mail_is_given_up_and_a_refused_log_in_is_not() {
        assertTrue(MailSender.isPermanent(answer(550)));
        assertFalse(MailSender.isPermanent(answer(535)), "a wrong password must not bury a campaign");
        assertFalse(MailSender.isPermanent(answer(421)));
        assertFalse(MailSender.isPermanent(new IllegalStateException("no connection")));
    }
}
