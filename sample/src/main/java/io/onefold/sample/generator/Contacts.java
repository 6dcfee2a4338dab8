package io.onefold.sample.generator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/** What somebody says to the company: calls, scores and mentions. */
record Contacts(Actor actor) {
    private static final List<String> OUTCOMES = List.of("success", "failure", "nonexistent");
    private static final List<String> SENTIMENTS = List.of("pos", "neu", "neg");
    private static final List<String> TEXTS =
            List.of("thank you!", "still waiting…", "so schön 🌷", "Świetnie", "¿y mi pedido?");
    private static final String TELEPHONE = "telephone";

    void call(Instant at, Handle by) {
        contact(at, TELEPHONE, by);
    }

    /** By some means, as often as not by telephone. */
    void contact(Instant at, Handle by) {
        contact(at, actor.dice().chance(500) ? TELEPHONE : "cellular", by);
    }

    private void contact(Instant at, String means, Handle by) {
        ObjectNode properties = Message.object()
                .put("contact", means)
                .put("durationSec", actor.dice().between(40, 900))
                .put("attempts", actor.dice().between(1, 4))
                .put("outcome", actor.dice().one(OUTCOMES))
                .put("resolved", actor.dice().chance(800));
        actor.post().send(Message.track("support", "Support Contact", at, List.of(by), properties));
    }

    void score(Instant at, int score) {
        actor.post().send(scored(at, score));
    }

    void scoreToldLate(Instant at, Instant received, int score) {
        actor.post().sendLate(scored(at, score), received);
    }

    private Message scored(Instant at, int score) {
        return Message.track(
                "survey",
                "NPS Answered",
                at,
                List.of(actor.email()),
                Message.object().put("score", score));
    }

    void mention(Instant at) {
        ObjectNode properties = Message.object()
                .put("sentiment", actor.dice().one(SENTIMENTS))
                .put("text", actor.dice().one(TEXTS));
        actor.post()
                .send(Message.track(
                        "social", "Social Mention", at, List.of(actor.person().twitter()), properties));
    }
}
