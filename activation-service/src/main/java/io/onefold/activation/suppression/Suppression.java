package io.onefold.activation.suppression;

/** Why nothing goes to an address any more. */
public enum Suppression {
    /** The mail server of the recipient says that there is no such mailbox: about this address and mail only. */
    BOUNCED,
    /** Its owner wants to hear nothing: about the whole person and every channel. */
    DO_NOT_CONTACT
}
