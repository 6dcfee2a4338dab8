package io.onefold.segment.rule;

/** What an expression gives. */
public enum Kind {
    NUMBER,
    TEXT,
    FLAG,
    TIME,
    /** A property or a trait: it takes the kind of what it stands beside, but is never an instant. */
    STATED;

    /** Whether a value of this kind can be read as the other one. */
    boolean reads(Kind other) {
        return this == other || (this == STATED && other != TIME);
    }
}
