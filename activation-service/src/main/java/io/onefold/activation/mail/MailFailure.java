package io.onefold.activation.mail;

import io.onefold.activation.delivery.Outcome;
import io.vertx.ext.mail.SMTPException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** What a failure to send a mail says: about the server, about the mail, or nothing. */
final class MailFailure {
    private static final int LONGEST_ERROR = 500;
    private static final int CLOSING = 421;

    /** Permanent, and by its enhanced status about the mailbox or its domain: not 5.1.7 and 5.1.8, which are about the sender. */
    private static final Pattern NO_MAILBOX = Pattern.compile("5\\d\\d[ -]5\\.1\\.(1|2|3|6|10)\\b.*", Pattern.DOTALL);

    /** Answers about the log-in and not about the mail. */
    private static final Set<Integer> NO_LOG_IN = Set.of(530, 534, 535, 538);

    /** How the mail client begins when the server refused RCPT TO. */
    private static final String RECIPIENT = "recipient address not accepted";

    /** What it says without asking, of a mail that is longer than the server said it takes. */
    private static final String TOO_LONG = "message exceeds allowed size limit";

    /** How it begins when the server refused the mail itself; with anything else it refused to talk at all. */
    private static final List<String> ABOUT_THE_MAIL = List.of(
            RECIPIENT, "sender address not accepted", "DATA command not accepted", "sending data failed", TOO_LONG);

    private static final List<Class<? extends Exception>> NO_CONNECTION = List.of(
            ConnectException.class, NoRouteToHostException.class, UnknownHostException.class, SSLException.class);

    private MailFailure() {}

    static Outcome outcome(Throwable failure) {
        Optional<SMTPException> answer = answer(failure);
        if (answer.isPresent()) {
            return outcome(answer.get());
        }
        // What the mail client says to something that is no address.
        if (is(failure, IllegalArgumentException.class)
                || String.valueOf(failure.getMessage()).contains(TOO_LONG)) {
            return new Outcome.Refused(reason(failure));
        }
        if (NO_CONNECTION.stream().anyMatch(kind -> is(failure, kind))) {
            return new Outcome.Unreached(reason(failure));
        }
        // Such as a line that broke, or a server that fell silent: perhaps before the end of the mail, perhaps behind
        // it.
        return new Outcome.Unknown(reason(failure));
    }

    /** Whatever it was answered to, the server has not taken the mail. */
    private static Outcome outcome(SMTPException answer) {
        if (!isAboutTheMail(answer) || answer.getReplyCode() == CLOSING) {
            return new Outcome.Unreached(reason(answer));
        }
        if (isBounce(answer)) {
            return new Outcome.Bounced(reason(answer));
        }
        return answer.isPermanent() ? new Outcome.Refused(reason(answer)) : new Outcome.Failed(reason(answer));
    }

    /** The refusal of a log-in, a greeting or the like passes as soon as the server or the configuration is mended. */
    private static boolean isAboutTheMail(SMTPException answer) {
        return ABOUT_THE_MAIL.stream().anyMatch(String.valueOf(answer.getMessage())::startsWith)
                && !NO_LOG_IN.contains(answer.getReplyCode());
    }

    /**
     * Whether the server said that there is no such mailbox. Only an enhanced status says so: a bare 550 is what a server answers to a
     * sender it does not like as well, and would keep somebody from every later mail.
     */
    private static boolean isBounce(SMTPException answer) {
        return String.valueOf(answer.getMessage()).startsWith(RECIPIENT)
                && NO_MAILBOX.matcher(String.valueOf(answer.getReplyMessage())).matches();
    }

    /** The server's answer, when there was one. */
    static Optional<SMTPException> answer(Throwable failure) {
        return causes(failure)
                .filter(SMTPException.class::isInstance)
                .map(SMTPException.class::cast)
                .findFirst();
    }

    private static boolean is(Throwable failure, Class<? extends Exception> kind) {
        return causes(failure).anyMatch(kind::isInstance);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }

    static String reason(Throwable failure) {
        String text = String.valueOf(failure.getMessage());
        return text.length() <= LONGEST_ERROR ? text : text.substring(0, LONGEST_ERROR);
    }
}
