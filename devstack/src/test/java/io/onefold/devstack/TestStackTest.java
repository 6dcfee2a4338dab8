package io.onefold.devstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.onefold.devstack.Mailbox.Mail;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

class TestStackTest {

    private static final String SERVER_TIME_ZONE =
            "select setting from pg_file_settings where name = 'timezone' and applied";

    @Test
    void thereIsOneStackInAJvm() {
        assertEquals(TestStack.shared(), TestStack.shared());
    }

    @Test
    void aFreshDatabaseIsNobodyElses() throws Exception {
        String first = TestStack.freshDatabase("onefold_x");
        String second = TestStack.freshDatabase("onefold_x");
        assertNotEquals(first, second);
        assertEquals(second, Sql.value(TestStack.shared(), second, "select current_database()"));
    }

    @Test
    void theServerLivesInAnotherTimeZone() throws Exception {
        String zone = Sql.value(TestStack.shared(), "postgres", SERVER_TIME_ZONE);
        assertNotEquals(TimeZone.getDefault().getID(), zone);
    }

    @Test
    void theTestResourceGivesADatabaseRedisAndMail() throws Exception {
        DevStackTestResource resource = new DevStackTestResource();
        resource.init(Map.of("database", "onefold_resource", "mail", "true"));
        Map<String, String> config = resource.start();
        StackInfo stack = TestStack.shared();
        assertEquals(stack.postgres().reactiveUrl("onefold_resource"), config.get("quarkus.datasource.reactive.url"));
        assertEquals(stack.redisUrl(), config.get("quarkus.redis.hosts"));
        assertEquals("onefold_resource", Sql.value(stack, "onefold_resource", "select current_database()"));
    }

    @Test
    void theSinkShowsEveryMailWhoeverItWasFor() throws Exception {
        StackInfo stack = TestStack.shared();
        int before = stack.mailbox().count();
        send(stack, "ann@example.org", "Welcome");
        send(stack, "bob@example.org", "Hello");
        assertEquals(before + 2, stack.mailbox().count());
        List<Mail> mails = stack.mailbox().mailsTo("ann@example.org");
        assertEquals(List.of("Welcome"), mails.stream().map(Mail::subject).toList());
        assertEquals("text for ann@example.org", mails.get(0).body().strip());
    }

    private static void send(StackInfo stack, String to, String subject) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", stack.mailHost());
        properties.setProperty("mail.smtp.port", Integer.toString(stack.smtpPort()));
        MimeMessage message = new MimeMessage(Session.getInstance(properties));
        message.setFrom("shop@example.org");
        message.setRecipients(Message.RecipientType.TO, to);
        message.setSubject(subject);
        message.setText("text for " + to);
        Transport.send(message);
    }
}
