package io.onefold.sample.generator;

import java.time.Duration;
import java.time.Instant;

/**
 * One person in action: what they do goes through the nouns here into the files of the channels.
 *
 * @param ids of what they leave behind
 * @param dice theirs alone
 */
record Actor(Recipe recipe, Person person, Ids ids, Dice dice, Post post) {

    static Actor of(Recipe recipe, Person person, SampleFolder folder) {
        Ids ids = new Ids(recipe.seed(), person.number());
        Dice dice = Dice.of(recipe.seed(), "life", person.number());
        return new Actor(recipe, person, ids, dice, new Post(folder, person.key(), ids, dice));
    }

    Browsing browsing() {
        return new Browsing(this);
    }

    Buying buying() {
        return new Buying(this);
    }

    Mailing mailing() {
        return new Mailing(this);
    }

    Contacts contacts() {
        return new Contacts(this);
    }

    Records records() {
        return new Records(this);
    }

    /** A browser of one's own. */
    Device browser() {
        return new Device(ids.cookie(), false, false);
    }

    /** The app on one's telephone. */
    Device app() {
        return new Device(ids.cookie(), true, false);
    }

    /** The person's first address, as typed on some occasion. */
    Handle email() {
        return Handle.email(dice, person.email());
    }

    /** Exactly so many days before the end. */
    Instant ago(int days) {
        return recipe.asOf().minus(Duration.ofDays(days));
    }
}
