package io.onefold.kit.feed;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What is known to wait in one partition of a feed that is read here. A lane tells it, and whoever scrapes asks it. Instants are those of
 * {@link System#nanoTime}.
 */
final class Backlog {
    /** How long items wait without any progress before the partition counts as stuck. */
    static final Duration STUCK = Duration.ofSeconds(30);

    private static final long SHORTEST_GAP = Duration.ofSeconds(1).toNanos();
    private static final int MARKS_PER_AGE = 32;

    /** Where the head was heard of first, the earliest not yet contained in front; few, since what is older is known less precisely. */
    private final Deque<Mark> marks = new ArrayDeque<>();

    private long contained;
    private long head;
    private long progress;

    private record Mark(long head, long heard) {}

    /** The upstream says how far it has come. */
    synchronized void heard(long heardHead, long now) {
        if (heardHead <= head) {
            return;
        }
        if (head <= contained) {
            progress = now;
        }
        head = heardHead;
        Mark last = marks.peekLast();
        if (last != null && now - last.heard < gap(now)) {
            marks.removeLast();
            marks.addLast(new Mark(heardHead, last.heard));
        } else {
            marks.addLast(new Mark(heardHead, now));
        }
    }

    private long gap(long now) {
        Mark first = marks.peekFirst();
        return first == null ? SHORTEST_GAP : Math.max(SHORTEST_GAP, (now - first.heard) / MARKS_PER_AGE);
    }

    /** Everything up to a position is committed here. */
    synchronized void contained(long position, long now) {
        if (position > contained) {
            contained = position;
            progress = now;
        }
        head = Math.max(head, contained);
        while (!marks.isEmpty() && marks.getFirst().head <= contained) {
            marks.removeFirst();
        }
    }

    /** Another reader has the partition, or it is read from another place: nothing is known of it any more. */
    synchronized void forget() {
        marks.clear();
        contained = 0;
        head = 0;
    }

    synchronized long items() {
        return head - contained;
    }

    /** How long ago the oldest item that waits was heard of; zero when none does. */
    synchronized Duration age(long now) {
        Mark first = marks.peekFirst();
        return first == null ? Duration.ZERO : Duration.ofNanos(now - first.heard);
    }

    synchronized boolean isStuck(long now) {
        return head > contained && now - progress > STUCK.toNanos();
    }
}
