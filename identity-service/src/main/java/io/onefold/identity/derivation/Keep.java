package io.onefold.identity.derivation;

/** Which values stay when a profile holds more of a namespace than its limit, by the evidence inside the profile. */
public enum Keep {
    NEWEST,
    OLDEST
}
