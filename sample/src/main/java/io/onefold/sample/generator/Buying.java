package io.onefold.sample.generator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Orders, refunds, and the payments that match them to the penny. */
record Buying(Actor actor) {
    private static final Duration CAPTURE = Duration.ofSeconds(5);
    private static final List<String> METHODS = List.of("card", "card", "paypal", "transfer");

    /**
     * An order as it was placed.
     *
     * @param total in pennies
     * @param handles who placed it, with the address last
     */
    record Order(String id, long total, List<Handle> handles) {
        Handle email() {
            return handles.get(handles.size() - 1);
        }
    }

    /** @param handles who orders, the address last */
    Order order(Instant at, Basket basket, List<Handle> handles) {
        Order order = new Order(actor.ids().order(), basket.total(), handles);
        actor.post().send(placed(order, at, basket));
        pay(order, at);
        return order;
    }

    /** By the account, on a device, for a total in pennies. */
    Order order(Instant at, Device device, long total) {
        return order(at, Basket.worth(total), byAccount(device));
    }

    /** Tells the channel so late. */
    Order orderToldLate(Instant at, Instant received, Device device, long total) {
        Order order = new Order(actor.ids().order(), total, byAccount(device));
        actor.post().sendLate(placed(order, at, Basket.worth(total)), received);
        pay(order, at);
        return order;
    }

    Order orderToldTwice(Instant at, Device device, long total) {
        Order order = new Order(actor.ids().order(), total, byAccount(device));
        actor.post().sendTwice(placed(order, at, Basket.worth(total)));
        pay(order, at);
        return order;
    }

    /** Its total is a JSON number where that of all others is a text. */
    Order orderWithNumber(Instant at, Device device, long total) {
        Order order = new Order(actor.ids().order(), total, byAccount(device));
        Message placed = placed(order, at, Basket.worth(total));
        placed.content().set("total", DecimalNode.valueOf(new BigDecimal(Texts.amount(total))));
        actor.post().send(placed);
        pay(order, at);
        return order;
    }

    private List<Handle> byAccount(Device device) {
        return List.of(device.handle(), actor.person().user(), actor.email());
    }

    private Message placed(Order order, Instant at, Basket basket) {
        ObjectNode properties = Message.object()
                .put("order_id", order.id())
                .put("total", Texts.amount(order.total()))
                .put("currency", "GBP")
                .put("country", actor.person().country());
        ArrayNode products = properties.putArray("products");
        basket.lines()
                .forEach(line -> products.addObject()
                        .put("product_id", line.product().id())
                        .put("price", Texts.amount(line.product().price()))
                        .put("quantity", line.quantity()));
        properties.put("lines", basket.lines().size());
        return Message.track("orders", "Order Completed", at, order.handles(), properties);
    }

    private void pay(Order order, Instant at) {
        payment(order.id(), order.email(), order.total(), actor.dice().one(METHODS), "captured", at.plus(CAPTURE));
    }

    /** @param pennies at most the order's total */
    void refund(Order order, Instant at, long pennies) {
        refund(order, at, pennies, order.email());
    }

    /** To whom another address belongs as well. */
    void refund(Order order, Instant at, long pennies, Handle email) {
        String id = "C" + order.id();
        ObjectNode properties = Message.object()
                .put("order_id", id)
                .put("total", Texts.amount(pennies))
                .put("currency", "GBP")
                .put("lines", 1);
        List<Handle> handles = order.handles().stream()
                .filter(handle -> handle.namespace().equals(Handle.USER))
                .toList();
        actor.post()
                .send(Message.track(
                        "orders",
                        "Order Refunded",
                        at,
                        handles.isEmpty() ? List.of(email) : List.of(handles.get(0), email),
                        properties));
        payment(id, email, -pennies, "card", "refunded", at);
    }

    private void payment(String order, Handle email, long pennies, String method, String status, Instant at) {
        Handle typed = Handle.email(actor.dice(), email.value());
        actor.post()
                .file(
                        "payments",
                        List.of(typed),
                        "pay-" + order,
                        order,
                        typed.written(),
                        Texts.amount(pennies),
                        "GBP",
                        method,
                        status,
                        Texts.time(at));
    }
}
