package io.onefold.activation.guard;

/** Why a delivery is not sent, ever. */
public enum Reason {
    /** The person has refused or withdrawn consent. */
    CONSENT_DENIED,
    /** The person has said nothing about consent: that is a no. */
    CONSENT_UNKNOWN,
    /** No address is known. */
    NO_ADDRESS,
    /** The person wants to hear nothing, or every address has bounced. */
    ADDRESS_SUPPRESSED,
    /** The campaign has written to this person already, perhaps under another profile id. */
    ONCE_PER_PERSON,
    /** A mail about an entry: the person has left the audience meanwhile. */
    LEFT,
    /** The profile is no more and leads nowhere. */
    PROFILE_GONE,
    /** The person was erased: nothing is told to or of it any more. */
    ERASED,
    /** The campaign is no more. */
    CAMPAIGN_GONE
}
