package io.onefold.ingestion.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.segment.analytics.Analytics;
import com.segment.analytics.Callback;
import com.segment.analytics.messages.AliasMessage;
import com.segment.analytics.messages.GroupMessage;
import com.segment.analytics.messages.IdentifyMessage;
import com.segment.analytics.messages.Message;
import com.segment.analytics.messages.MessageBuilder;
import com.segment.analytics.messages.PageMessage;
import com.segment.analytics.messages.ScreenMessage;
import com.segment.analytics.messages.TrackMessage;
import io.onefold.ingestion.OnStack;
import io.onefold.proto.ingestion.v1.LedgerEntry;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** Segment's own SDK for Java sends to us, and takes our answer for what it knows. */
@QuarkusTest
class SegmentJavaSdkTest extends OnStack {
    /** What the SDK told its caller about each message. */
    private record Told(Message message, boolean success) {}

    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();

    private Analytics sdk(String writeKey) {
        return Analytics.builder(writeKey)
                .endpoint(ConfigProvider.getConfig().getValue("test.url", String.class))
                .callback(new Callback() {
                    @Override
                    public void success(Message message) {
                        told.add(new Told(message, true));
                    }

                    @Override
                    public void failure(Message message, Throwable throwable) {
                        told.add(new Told(message, false));
                    }
                })
                .build();
    }

    private Told awaitTold() throws InterruptedException {
        Told next = told.poll(120, TimeUnit.SECONDS);
        assertTrue(next != null, "the SDK says nothing");
        return next;
    }

    @Test
    void everyKindOfMessageArrives() throws InterruptedException {
        String user = UUID.randomUUID().toString();
        LedgerEntry before = service.ledger("dev-read", "mobile");
        List<MessageBuilder<?, ?>> messages = List.of(
                IdentifyMessage.builder().traits(Map.of("email", "Sdk@Example.com", "plan", "pro")),
                TrackMessage.builder("Order Completed").properties(Map.of("order_id", "o-1", "total", 12.34)),
                PageMessage.builder("Home").properties(Map.of("path", "/")),
                ScreenMessage.builder("Main"),
                GroupMessage.builder("g-1").traits(Map.of("name", "Initech")),
                AliasMessage.builder("former-" + user));
        Analytics sdk = sdk("dev-mobile");
        try {
            messages.forEach(message -> sdk.enqueue(message.userId(user)));
            sdk.flush();
            for (int i = 0; i < messages.size(); i++) {
                Told one = awaitTold();
                assertTrue(one.success(), () -> one.message() + " failed");
            }
        } finally {
            sdk.shutdown();
        }
        LedgerEntry after = service.ledger("dev-read", "mobile");
        assertEquals(messages.size(), after.getAccepted() - before.getAccepted());
        assertEquals(before.getQuarantined(), after.getQuarantined());
        assertEquals(before.getRejected(), after.getRejected());
    }

    @Test
    void anUnknownWriteKeyIsToldAsAFailure() throws InterruptedException {
        Analytics sdk = sdk("nobody");
        try {
            sdk.enqueue(PageMessage.builder("Home").userId("u"));
            sdk.flush();
            assertTrue(!awaitTold().success());
        } finally {
            sdk.shutdown();
        }
    }
}
