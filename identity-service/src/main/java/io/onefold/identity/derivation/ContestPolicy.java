package io.onefold.identity.derivation;

/** What becomes of a value whose holders conflict. */
public enum ContestPolicy {
    /** It unites nobody and nobody holds it. */
    AMBIGUOUS,
    /** The holder that was seen with it last has it, with every other that conflicts with none that have it. */
    NEWEST,
    /** The holder that was seen with it first has it, with every other that conflicts with none that have it. */
    OLDEST,
    /** Each conflicting holder has it from its evidence until the next one's. Not supported yet: rules refuse it. */
    INTERVALS
}
