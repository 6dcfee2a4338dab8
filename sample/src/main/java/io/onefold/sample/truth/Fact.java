package io.onefold.sample.truth;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** What a row says as far as some answer asks for it. */
sealed interface Fact {

    /** A page or screen of the site or the app; {@code campaign} is the source that led there. */
    record View(Optional<String> session, Optional<String> campaign) implements Fact {}

    record OrderCompleted(BigDecimal total, Optional<String> country) implements Fact {}

    record OrderRefunded(BigDecimal total) implements Fact {}

    record ProductAdded() implements Fact {}

    record LinkClicked() implements Fact {}

    record ScoreGiven(BigDecimal score) implements Fact {}

    record TelephoneCall() implements Fact {}

    record Unsubscribed() implements Fact {}

    /** @param consent to e-mail */
    record CrmRow(Optional<Boolean> consent, Optional<String> country) implements Fact {}

    /** Usable after the row's time and before {@code expires}. */
    record ThirdParty(String job, Instant expires) implements Fact {}

    /** @param spend what was spent, of a conversion */
    record Experiment(Step step, String variation, BigDecimal spend) implements Fact {
        enum Step {
            VIEWED,
            VISITED,
            CONVERTED
        }
    }

    /** Counts as an event and says nothing that is asked for. */
    record Other() implements Fact {}
}
