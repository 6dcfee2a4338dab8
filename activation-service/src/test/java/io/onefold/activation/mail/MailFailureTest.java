package io.onefold.activation.mail;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.onefold.activation.delivery.Outcome;
import io.vertx.ext.mail.SMTPException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailFailureTest {
    private static Outcome said(String message, String reply) {
        int code = Integer.parseInt(reply.substring(0, 3));
        return MailFailure.outcome(new IllegalStateException(new SMTPException(message, code, List.of(reply), true)));
    }

    private static void is(Class<? extends Outcome> expected, Outcome outcome) {
        assertInstanceOf(expected, outcome);
    }

    @Test
    void a_refused_mail_is_given_up_and_one_that_may_go_later_is_tried_again() {
        is(Outcome.Refused.class, said("sender address not accepted", "550 no"));
        is(Outcome.Refused.class, said("sending data failed", "554 looks like spam"));
        is(Outcome.Failed.class, said("recipient address not accepted", "450 greylisted"));
        is(Outcome.Failed.class, said("sending data failed", "452 disk full"));
        is(Outcome.Refused.class, MailFailure.outcome(new IllegalStateException(new IllegalArgumentException("no @"))));
    }

    @Test
    void a_server_that_does_not_talk_costs_no_mail_an_attempt() {
        is(Outcome.Unreached.class, said("got error response", "554 no service here"));
        is(Outcome.Unreached.class, said("got error response", "421 try later"));
        is(Outcome.Unreached.class, said("AUTH PLAIN failed", "535 wrong password"));
        is(Outcome.Unreached.class, said("sender address not accepted", "530 log in first"));
        is(Outcome.Unreached.class, said("recipient address not accepted", "421 shutting down"));
        is(Outcome.Unreached.class, MailFailure.outcome(new IllegalStateException(new ConnectException("refused"))));
        is(Outcome.Unreached.class, MailFailure.outcome(new UnknownHostException("mail")));
    }

    @Test
    void a_line_that_broke_says_nothing() {
        is(Outcome.Unknown.class, MailFailure.outcome(new IllegalStateException("socket was closed unexpected.")));
        is(Outcome.Unknown.class, MailFailure.outcome(new io.smallrye.mutiny.TimeoutException()));
    }

    private static Outcome recipient(String reply) {
        return said("recipient address not accepted", reply);
    }

    @Test
    void only_a_mailbox_that_is_not_there_bounces() {
        is(Outcome.Bounced.class, recipient("550 5.1.1 no such user"));
        is(Outcome.Bounced.class, recipient("550-5.1.10 no such address\n550 5.1.10 see elsewhere"));
        is(Outcome.Bounced.class, recipient("554 5.1.2 no such domain"));
        is(Outcome.Bounced.class, recipient("553 5.1.3 bad address"));
        // Nothing that can be relied on; may be about the sender; says nothing about the mailbox.
        is(Outcome.Refused.class, recipient("551 user not local"));
        is(Outcome.Refused.class, recipient("550 no"));
        is(Outcome.Refused.class, recipient("554 no"));
        // About the sender.
        is(Outcome.Refused.class, recipient("550 5.1.8 bad sender's address"));
        is(Outcome.Refused.class, recipient("550 5.1.7 bad sender's mailbox"));
        is(Outcome.Refused.class, recipient("550 5.7.1 blocked"));
        is(Outcome.Refused.class, said("sender address not accepted", "550 5.1.8 bad sender"));
        // The status is what stands at the beginning.
        is(Outcome.Refused.class, recipient("550 5.7.1 blocked, see 5.1.1 at example.com"));
        // It may be emptied.
        is(Outcome.Refused.class, recipient("552 5.2.2 mailbox full"));
    }
}
