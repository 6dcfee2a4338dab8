package io.onefold.segment.rule;

/** An event as far as filters see it. */
public interface Readable {
    EventType type();

    String name();

    Channel channel();

    /** Whether it states traits of the person. */
    boolean statesTraits();

    boolean statesConsent();

    boolean isThirdParty();
}
