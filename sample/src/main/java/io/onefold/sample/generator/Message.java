package io.onefold.sample.generator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/**
 * What a channel says once, in Segment's form.
 *
 * @param name of the event, page or screen; empty for an identify
 * @param handles whom it is about
 * @param context what goes into the context beside that
 * @param content the traits of an identify, else the properties
 */
record Message(
        String channel,
        String type,
        String name,
        Instant time,
        List<Handle> handles,
        ObjectNode context,
        ObjectNode content) {
    private static final ObjectMapper JSON = new ObjectMapper();

    Message {
        handles = List.copyOf(handles);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static Message track(String channel, String event, Instant time, List<Handle> handles, ObjectNode properties) {
        return new Message(channel, "track", event, time, handles, object(), properties);
    }

    String json(String id, Instant received) {
        boolean identifies = type.equals("identify");
        ObjectNode message = object();
        message.put("messageId", id);
        message.put("type", type);
        message.put("channel", channel);
        put(message, Handle.COOKIE, "anonymousId");
        put(message, Handle.USER, "userId");
        ObjectNode whole = message.putObject("context");
        ObjectNode traits = identifies ? content.deepCopy() : object();
        put(traits, Handle.EMAIL, "email");
        put(traits, Handle.PHONE, "phone");
        if (!identifies && !traits.isEmpty()) {
            whole.set("traits", traits);
        }
        external(whole);
        whole.setAll(context);
        whole.putObject("library").put("name", "cdp-" + channel).put("version", "1.0");
        if (identifies) {
            message.set("traits", traits);
        } else {
            message.put(type.equals("track") ? "event" : "name", name);
            message.set("properties", content);
        }
        message.put("timestamp", Texts.time(time));
        message.put("receivedAt", Texts.time(received));
        try {
            return JSON.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void put(ObjectNode object, String namespace, String field) {
        handles.stream()
                .filter(handle -> handle.namespace().equals(namespace))
                .forEach(handle -> object.put(field, handle.written()));
    }

    private void external(ObjectNode context) {
        handles.stream()
                .filter(handle -> handle.namespace().equals(Handle.TWITTER))
                .forEach(handle -> context.putArray("externalIds")
                        .addObject()
                        .put("type", handle.namespace())
                        .put("id", handle.written()));
    }
}
