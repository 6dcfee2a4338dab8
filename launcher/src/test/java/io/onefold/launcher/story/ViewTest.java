package io.onefold.launcher.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.launcher.client.Times;
import io.onefold.proto.profile.v1.Profile;
import io.onefold.proto.profile.v1.Trait;
import io.onefold.proto.type.v1.Channel;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.EventType;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ViewTest {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

    private static Event event(Channel channel, EventType type, String name, String properties) {
        return Event.newBuilder()
                .setChannel(channel)
                .setType(type)
                .setName(name)
                .setEventTime(Times.timestamp(TIME))
                .setProperties(properties)
                .setTraits("{\"vip\":true}")
                .build();
    }

    private static Trait trait(String name, String json) {
        return Trait.newBuilder()
                .setName(name)
                .setValue(json)
                .setSource("crm")
                .setEventTime(Times.timestamp(TIME))
                .build();
    }

    private static final Profile ANN = People.known("1", "email:ann@x.fr", "user_id:7", "email:ann@y.fr")
            .addTraits(trait("first_name", "\"Ann\""))
            .addTraits(trait("last_name", "\"Élan\""))
            .addConsents(People.consent("marketing", "email", true))
            .addBehaviours(People.sold("1234.50"))
            .addBehaviours(People.behaviour(Channel.CHANNEL_CRM, "", 3))
            .setEventCount(5)
            .setSessionCount(1)
            .setFirstEventTime(Times.timestamp(TIME))
            .setLastEventTime(Times.timestamp(TIME.plusSeconds(86_400)))
            .build();

    @Test
    void oneSectionForEachSideOfThePerson() {
        Map<Channel, Event> newest = new EnumMap<>(Channel.class);
        newest.put(
                Channel.CHANNEL_PAYMENT,
                event(
                        Channel.CHANNEL_PAYMENT,
                        EventType.EVENT_TYPE_TRACK,
                        "Order Completed",
                        "{\"total\":\"34.80\",\"lines\":[1,2],\"id\":7}"));
        newest.put(Channel.CHANNEL_CRM, event(Channel.CHANNEL_CRM, EventType.EVENT_TYPE_IDENTIFY, "", "{}"));
        assertEquals(
                List.of(
                        "  known from 2 channels: 5 events from 2026-01-02 to 2026-01-03, 1 session",
                        "    email         ann@x.fr, ann@y.fr",
                        "    user_id       7",
                        "  traits, each with the source that said it last:",
                        "    first_name  Ann   crm, 2026-01-02",
                        "    last_name   Élan  crm, 2026-01-02",
                        "  consents:",
                        "    marketing by email  granted  crm, 2026-01-02",
                        "  totals:",
                        "    Order Completed  2 x  total 1,234.50",
                        "  the last event of each channel:",
                        "    crm      3 events  2026-01-02  identify  vip true",
                        "    payment  2 events  2026-01-02  Order Completed  total 34.80, id 7"),
                View.lines(ANN, newest));
        assertEquals("Ann Élan", Names.of(ANN));
    }

    @Test
    void whoHasNoNameIsCalledByAnIdentifier() {
        assertEquals("email:b@x.fr", Names.of(People.known("2", "email:b@x.fr").build()));
    }

    @Test
    void noLineIsTooLong() {
        String longText = "very long ".repeat(30);
        Profile.Builder person = ANN.toBuilder().addTraits(trait("text", "\"" + longText + "\""));
        for (int i = 0; i < 40; i++) {
            person.addIdentifiers(People.identifier("anonymous_id:a-long-random-device-" + i));
            person.addIdentifiers(People.identifier("phone:+33000000000000000000000000000000" + i));
        }
        Map<Channel, Event> newest = Map.of(
                Channel.CHANNEL_WEB,
                event(Channel.CHANNEL_WEB, EventType.EVENT_TYPE_PAGE, longText, "{\"a\":\"" + longText + "\"}"));
        List<String> lines = View.lines(person.build(), newest);
        assertTrue(lines.stream().allMatch(line -> line.length() <= Text.WIDTH), () -> String.join("\n", lines));
        assertTrue(lines.stream().anyMatch(line -> line.contains("and 35 more")), () -> String.join("\n", lines));
    }
}
