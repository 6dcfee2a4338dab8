package io.onefold.segment.rule;

/** The kinds of source. */
public enum Channel {
    WEB,
    MOBILE,
    CRM,
    PAYMENT,
    SUPPORT,
    SOCIAL,
    EMAIL,
    SURVEY,
    FILE,
    DMP,
    /** One that this version does not know: no rule can name it. */
    OTHER
}
