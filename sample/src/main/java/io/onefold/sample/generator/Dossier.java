package io.onefold.sample.generator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the CRM has of an account, and what its rows make possible: cards in stores and mentions. */
final class Dossier {
    private static final int HAS_ROW = 800;
    private static final int HAS_CARD = 450;
    private static final int IS_ON_TWITTER = 80;
    private static final int JUNK_ADDRESS = 25;
    private static final int JUNK_NUMBER = 150;
    private static final int UPDATED = 200;
    private static final int SECOND_ID = 100;
    private static final int CONSENTS_TO_EMAIL = 700;
    private static final int CONSENTS_TO_ADS = 300;
    private static final Duration BEFORE_JOINING = Duration.ofDays(20);
    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final Actor actor;
    private final Dice dice;
    private final Instant from;
    private final Optional<String> phone;
    private final Optional<Handle> household;
    private final boolean hasRow;
    private final boolean hasCard;
    private final boolean isOnTwitter;
    private final boolean hasJunkAddress;

    /** @param phone of one's own */
    Dossier(Actor actor, Bond bond, Optional<String> phone, Instant joined) {
        this.actor = actor;
        this.dice = actor.dice();
        this.phone = phone;
        this.household = bond.telephone(dice);
        Instant earlier = joined.minus(BEFORE_JOINING);
        this.from = earlier.isBefore(actor.recipe().begin()) ? actor.recipe().begin() : earlier;
        this.hasRow = household.isPresent() || dice.chance(HAS_ROW);
        this.hasCard = hasRow && dice.chance(HAS_CARD);
        this.isOnTwitter = hasRow && dice.chance(IS_ON_TWITTER);
        this.hasJunkAddress = hasRow && phone.isPresent() && dice.chance(JUNK_ADDRESS);
    }

    /** Whether nothing but the account itself can say whose number it is. */
    boolean needsTheNumberTyped() {
        return phone.isPresent() && (!hasRow || hasJunkAddress);
    }

    void write() {
        if (!hasRow) {
            return;
        }
        Instant first = Calendar.pick(dice, from, actor.recipe().asOf().minus(AN_HOUR.multipliedBy(2)));
        actor.records().crm(first, row(actor.person().crm()));
        if (dice.chance(UPDATED)) {
            Handle id = dice.chance(SECOND_ID)
                    ? actor.person().secondCrm()
                    : actor.person().crm();
            Instant later =
                    Calendar.pick(dice, first.plus(AN_HOUR), actor.recipe().asOf());
            actor.records().crm(later, row(id));
        }
        for (int visits = hasCard ? dice.below(4) : 0; visits > 0; visits--) {
            actor.records().visitStore(Calendar.pick(dice, from, actor.recipe().asOf()), shown());
        }
        for (int mentions = isOnTwitter ? dice.between(1, 3) : 0; mentions > 0; mentions--) {
            actor.contacts().mention(Calendar.pick(dice, from, actor.recipe().asOf()));
        }
    }

    private Records.CrmRow row(Handle id) {
        List<Handle> others = new ArrayList<>();
        others.add(hasJunkAddress ? dice.one(Handle.JUNK_EMAILS) : actor.email());
        number().ifPresent(others::add);
        if (hasCard) {
            others.add(actor.person().loyalty());
        }
        if (isOnTwitter) {
            others.add(actor.person().twitter());
        }
        return new Records.CrmRow(id, others, dice.chance(CONSENTS_TO_EMAIL), dice.chance(CONSENTS_TO_ADS));
    }

    private Optional<Handle> number() {
        return household
                .or(() -> phone.map(own -> Handle.phone(dice, own)))
                .or(() -> dice.chance(JUNK_NUMBER) ? Optional.of(dice.one(Handle.JUNK_PHONES)) : Optional.empty());
    }

    private List<Handle> shown() {
        List<Handle> shown = new ArrayList<>(List.of(actor.person().loyalty()));
        switch (dice.weighted(6, 3, 1)) {
            case 1 -> shown.add(actor.email());
            case 2 -> shown.add(dice.one(Handle.JUNK_EMAILS));
            default -> {}
        }
        return shown;
    }
}
