package io.onefold.identity.derivation;

/** Whether the values of a namespace tell people apart. */
public enum Exclusivity {
    /** Values of this namespace never keep two profiles apart. */
    NEVER,
    /** One value per profile: as {@link #BY_WEAKER}, with a limit of 1. */
    ALWAYS,
    /** A weaker value may not unite two profiles that both hold a value of this namespace. */
    BY_WEAKER
}
