package io.onefold.sample.generator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Brings one person's messages and rows into the files, as networks do: at once, late or twice. */
final class Post {
    private static final int LATE = 20;
    private static final int TWICE = 20;
    private static final int MOST_HOURS_LATE = 72;
    private static final List<Duration> SECOND_ATTEMPTS =
            List.of(Duration.ofSeconds(30), Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(25));

    private final SampleFolder folder;
    private final String person;
    private final Ids ids;
    private final Dice dice;

    Post(SampleFolder folder, String person, Ids ids, Dice dice) {
        this.folder = folder;
        this.person = person;
        this.ids = ids;
        this.dice = dice;
    }

    void send(Message message) {
        Instant received = dice.chance(LATE)
                ? message.time().plus(Duration.ofHours(dice.between(1, MOST_HOURS_LATE)))
                : soon(message.time());
        if (dice.chance(TWICE)) {
            deliver(message, received, received.plus(dice.one(SECOND_ATTEMPTS)));
        } else {
            deliver(message, received);
        }
    }

    /** At an instant of the caller's choice. */
    void sendLate(Message message, Instant received) {
        deliver(message, received);
    }

    void sendTwice(Message message) {
        Instant received = soon(message.time());
        deliver(message, received, received.plus(dice.one(SECOND_ATTEMPTS)));
    }

    private Instant soon(Instant time) {
        return time.plusMillis(dice.between(100, 4099));
    }

    private void deliver(Message message, Instant... received) {
        String id = ids.message();
        folder.witness(person, message.channel(), message.handles());
        try {
            for (Instant arrival : received) {
                folder.line(message.channel(), arrival, message.json(id, arrival));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A row of a CSV file. */
    void file(String table, List<Handle> handles, String... cells) {
        folder.witness(person, table, handles);
        try {
            folder.row(table, cells);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
