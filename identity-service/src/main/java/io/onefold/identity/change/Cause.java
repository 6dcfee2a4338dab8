package io.onefold.identity.change;

/** What caused a change. */
public enum Cause {
    /** Evidence arrived. */
    EVIDENCE,
    /** The rules changed. */
    RULES,
    /** A person was erased. */
    ERASURE,
    /** What stood was not what follows from the truths. */
    REBUILD
}
