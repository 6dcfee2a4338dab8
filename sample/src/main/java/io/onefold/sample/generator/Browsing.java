package io.onefold.sample.generator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What somebody does on the site and in the app. */
record Browsing(Actor actor) {
    private static final List<String> SOURCES = List.of(
            "direct", "organic_search", "paid_search", "email", "paid_social", "affiliate", "display", "referral");
    private static final int[] POPULARITY = {24, 26, 14, 12, 8, 6, 4, 6};

    /** @param id of the session */
    record Session(String id, Device device) {}

    /** Comes to the start page from somewhere. */
    Session arrive(Device device, Instant at) {
        Session session = new Session(actor.ids().session(), device);
        ObjectNode context = view(session);
        int source = actor.dice().weighted(POPULARITY);
        context.putObject("campaign").put("source", SOURCES.get(source)).put("medium", "t-" + (source + 1));
        actor.post().send(viewed(session, at, "home", "/home", context));
        return session;
    }

    void look(Session session, Instant at) {
        String path = "/product/" + actor.dice().one(Basket.CATALOGUE).id();
        actor.post().send(viewed(session, at, "product", path, view(session)));
    }

    void putIntoCart(Session session, Instant at) {
        Basket.Product product = actor.dice().one(Basket.CATALOGUE);
        ObjectNode properties = Message.object()
                .put("product_id", product.id())
                .put("name", product.name())
                .put("price", Texts.amount(product.price()))
                .put("quantity", actor.dice().between(1, 3))
                .put("currency", "GBP");
        Device device = session.device();
        ObjectNode context = Message.object().put("sessionId", session.id());
        actor.post()
                .send(new Message(
                        device.channel(), "track", "Product Added", at, handles(device), context, properties));
    }

    void signIn(Device device, Instant at) {
        signIn(device, at, actor.email());
    }

    /** @param typed in addition to the account, e.g. an address or a telephone number */
    void signIn(Device device, Instant at, Handle... typed) {
        List<Handle> handles =
                new ArrayList<>(List.of(device.handle(), actor.person().user()));
        handles.addAll(List.of(typed));
        identify(device, at, handles);
    }

    /** Leaves an address without an account. */
    void leaveAddress(Device device, Instant at, Handle email) {
        identify(device, at, List.of(device.handle(), email));
    }

    private void identify(Device device, Instant at, List<Handle> handles) {
        ObjectNode traits = Message.object()
                .put("firstName", actor.person().first().written())
                .put("lastName", actor.person().last().written());
        actor.post().send(new Message(device.channel(), "identify", "", at, handles, Message.object(), traits));
    }

    private Message viewed(Session session, Instant at, String name, String path, ObjectNode context) {
        Device device = session.device();
        ObjectNode properties =
                Message.object().put("path", path).put("dwellMs", actor.dice().between(2_000, 240_000));
        return new Message(
                device.channel(), device.app() ? "screen" : "page", name, at, handles(device), context, properties);
    }

    private ObjectNode view(Session session) {
        String digits = session.device().cookie();
        return Message.object()
                .put("sessionId", session.id())
                .put("os", "os-" + (1 + digits.charAt(0) % 4))
                .put("browser", "br-" + (1 + digits.charAt(1) % 5))
                .put("region", "r-" + (1 + digits.charAt(2) % 9))
                .put("visitorType", actor.dice().chance(300) ? "New_Visitor" : "Returning_Visitor");
    }

    private List<Handle> handles(Device device) {
        return device.names() ? List.of(device.handle(), actor.person().user()) : List.of(device.handle());
    }
}
