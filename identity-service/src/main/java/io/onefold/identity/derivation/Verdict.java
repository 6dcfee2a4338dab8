package io.onefold.identity.derivation;

import java.util.List;

/** What the walk decided about a value. Profiles are named by the number of one of their records. */
sealed interface Verdict {

    Verdict UNHELD = new Unheld();

    /** No record may hold it: only enriching sources brought it, or all its holders let it go. */
    record Unheld() implements Verdict {}

    /** One profile holds it; others that have it on their records lost it to that one. */
    record Held(int by, List<Integer> lostBy) implements Verdict {}

    /** Its holders conflict, so it unites none of them and none holds it. */
    record Contested(List<Integer> candidates) implements Verdict {}
}
