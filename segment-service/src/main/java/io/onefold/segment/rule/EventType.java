package io.onefold.segment.rule;

/** The kinds of event. */
public enum EventType {
    TRACK,
    IDENTIFY,
    PAGE,
    SCREEN,
    GROUP,
    ALIAS;

    /** Somebody did something: the name says what. */
    boolean needsName() {
        return this == TRACK;
    }

    boolean mayHaveName() {
        return this == TRACK || this == PAGE || this == SCREEN;
    }
}
