package io.onefold.segment.rule;

/** The kinds of event. */
public enum EventType {
    TRACK,
    IDENTIFY,
    PAGE,
    SCREEN,
    GROUP,
    ALIAS,
    /** One that this version does not know: no rule can name it. */
    OTHER;

    boolean mayHaveName() {
        return this == TRACK || this == PAGE || this == SCREEN;
    }
}
