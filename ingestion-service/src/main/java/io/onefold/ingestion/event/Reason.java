package io.onefold.ingestion.event;

import java.util.Locale;

/** Why an event was not filed. The code in verdicts and in the ledger is the name in lower case. */
public enum Reason {
    /** Not JSON in UTF-8, or a key stands twice. */
    JSON,
    /** JSON, but not an object. */
    JSON_NOT_OBJECT,
    /** Beyond the size limit. */
    TOO_LARGE,
    /** Objects and arrays nested beyond the limit. */
    TOO_DEEP,
    /** A NUL or a lone surrogate in a text or a key. */
    BAD_STRING,
    /** A number that is none, or beyond what can be computed with. */
    BAD_NUMBER,
    /** No type. */
    MISSING_TYPE,
    /** A type that is none of the six. */
    UNKNOWN_TYPE,
    /** The call is for one type, and the event says another. */
    TYPE_CONFLICT,
    /** A track without the event's name. */
    MISSING_EVENT,
    /** Nothing says whose event it is. */
    MISSING_ID,
    /** An id that is not text. */
    ID_NOT_STRING,
    /** Two values of a namespace of which an event carries one at most. */
    TWO_IDS,
    /** The type of an external id cannot be a namespace. */
    BAD_NAMESPACE,
    /** A time that is none, or outside the years 1970 to 9999. */
    BAD_TIMESTAMP,
    /** A name, an id or the number of identifiers beyond its limit. */
    FIELD_TOO_LONG,
    /** A statement about consent that cannot be understood: guessing could send what nobody asked for. */
    BAD_CONSENT,
    /** A part that must be an object is something else. */
    BAD_SHAPE,
    /** The source's mapping failed on the row. */
    MAPPING_FAILED,
    /** Of somebody who was erased. */
    ERASED;

    private final String code = name().toLowerCase(Locale.ROOT);

    public String code() {
        return code;
    }
}
