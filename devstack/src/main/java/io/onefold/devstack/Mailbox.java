package io.onefold.devstack;

import jakarta.mail.Address;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Reads by IMAP what the mail sink took, in the order in which it came. */
public record Mailbox(String host, int port) {

    /**
     * One mail.
     *
     * @param to its recipients' addresses
     * @param subject its subject
     * @param body its text parts, one after the other
     * @param headers its headers; of a repeated one the last
     */
    public record Mail(List<String> to, String subject, String body, Map<String, String> headers) {}

    /** How many mails were taken so far: cheap enough to ask again and again. */
    public int count() {
        return read(Folder::getMessageCount);
    }

    public List<Mail> mails() {
        return read(folder -> {
            List<Mail> mails = new ArrayList<>();
            for (Message message : folder.getMessages()) {
                mails.add(mail(message));
            }
            return mails;
        });
    }

    public List<Mail> mailsTo(String address) {
        return mails().stream().filter(mail -> mail.to().contains(address)).toList();
    }

    private interface Reading<T> {
        T of(Folder folder) throws MessagingException, IOException;
    }

    private <T> T read(Reading<T> reading) {
        Session session = Session.getInstance(new Properties());
        try (Store store = session.getStore("imap")) {
            store.connect(host, port, MailSink.EVERYTHING, MailSink.EVERYTHING);
            try (Folder folder = store.getFolder("INBOX")) {
                folder.open(Folder.READ_ONLY);
                return reading.of(folder);
            }
        } catch (MessagingException | IOException e) {
            throw StackException.cannotRun("the mail sink at %s:%d: %s".formatted(host, port, e.getMessage()), e);
        }
    }

    private static Mail mail(Message message) throws MessagingException, IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (var header : Collections.list(message.getAllHeaders())) {
            headers.put(header.getName(), header.getValue());
        }
        Address[] recipients = message.getAllRecipients();
        List<String> to = recipients == null
                ? List.of()
                : Arrays.stream(recipients).map(Address::toString).toList();
        String subject = message.getSubject() == null ? "" : message.getSubject();
        return new Mail(to, subject, text(message), headers);
    }

    private static String text(Part part) throws MessagingException, IOException {
        if (part.getContent() instanceof Multipart parts) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < parts.getCount(); i++) {
                text.append(text(parts.getBodyPart(i)));
            }
            return text.toString();
        }
        return part.getContent() instanceof String text ? text : "";
    }
}
