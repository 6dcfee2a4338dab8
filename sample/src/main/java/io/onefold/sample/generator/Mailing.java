package io.onefold.sample.generator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;

/** What e-mail tools tell of the mails to one address. */
record Mailing(Actor actor) {
    private static final String LIST = "newsletter";
    private static final String EXPERIMENT = "welcome-back";

    /** Whether somebody gets which mail of the experiment; the last one is the hold-out. */
    static final List<String> VARIATIONS = List.of("Mens E-Mail", "Womens E-Mail", "No E-Mail");

    void delivered(Instant at) {
        tell("Email Delivered", at, campaign(at));
    }

    void opened(Instant at) {
        tell("Email Opened", at, campaign(at));
    }

    void clicked(Instant at) {
        tell("Email Link Clicked", at, campaign(at));
    }

    void unsubscribed(Instant at) {
        tell("Unsubscribed", at, Message.object().put("list", LIST));
    }

    /** A step of the experiment. */
    void experiment(String event, Instant at, String variation) {
        tell(event, at, experiment(at, variation));
    }

    void converted(Instant at, String variation, long pennies) {
        tell("Campaign Conversion", at, experiment(at, variation).put("spend", Texts.amount(pennies)));
    }

    private static ObjectNode campaign(Instant at) {
        return Message.object().put("campaign", "news-" + YearMonth.from(at.atZone(ZoneOffset.UTC)));
    }

    private static ObjectNode experiment(Instant at, String variation) {
        return campaign(at).put("experiment_id", EXPERIMENT).put("variation", variation);
    }

    private void tell(String event, Instant at, ObjectNode properties) {
        actor.post().send(Message.track("email", event, at, List.of(actor.email()), properties));
    }
}
