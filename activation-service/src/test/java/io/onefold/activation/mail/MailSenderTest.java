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

    private static RuntimeException answer(String to, String reply) {
        int code = Integer.parseInt(reply.substring(0, 3));
        return new IllegalStateException(new SMTPException(to + " address not accepted", code, List.of(reply), true));
    }

    @Test
    void only_a_mailbox_that_is_not_there_bounces() {
        assertTrue(MailSender.isBounce(answer("recipient", "550 5.1.1 no such user")));
        assertTrue(MailSender.isBounce(answer("recipient", "550-5.1.10 no such address\n550 5.1.10 see elsewhere")));
        assertTrue(MailSender.isBounce(answer("recipient", "554 5.1.2 no such domain")));
        assertFalse(MailSender.isBounce(answer("recipient", "551 user not local")), "nothing that can be relied on");
        assertFalse(MailSender.isBounce(answer("recipient", "550 no")), "may be about the sender");
        assertFalse(MailSender.isBounce(answer("recipient", "550 5.1.8 bad sender's address")), "about the sender");
        assertFalse(MailSender.isBounce(answer("recipient", "550 5.1.7 bad sender's mailbox")), "about the sender");
        assertFalse(
                MailSender.isBounce(answer("recipient", "550 5.7.1 blocked, see 5.1.1 at example.com")),
                "the status is what stands at the beginning");
        assertTrue(MailSender.isBounce(answer("recipient", "553 5.1.3 bad address")));
        assertFalse(MailSender.isBounce(answer("recipient", "550 5.7.1 blocked")), "about the sender");
        assertFalse(MailSender.isBounce(answer("recipient", "552 5.2.2 mailbox full")), "it may be emptied");
        assertFalse(MailSender.isBounce(answer("recipient", "554 no")), "says nothing about the mailbox");
        assertFalse(MailSender.isBounce(answer("sender", "550 5.1.8 bad sender")));
        assertFalse(MailSender.isBounce(new IllegalStateException("no connection")));
    }
}
