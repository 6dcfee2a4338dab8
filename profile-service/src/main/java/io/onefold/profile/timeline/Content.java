package io.onefold.profile.timeline;

import io.onefold.profile.state.EventFacts;

/** What an event can state besides its properties; the timeline keeps it as a sum of flags. */
public enum Content {
    TRAITS(1),
    CONSENT(2),
    THIRD_PARTY(4);

    private final short flag;

    Content(int flag) {
        this.flag = (short) flag;
    }

    public short flag() {
        return flag;
    }

    static short of(EventFacts event) {
        int flags = 0;
        if (!event.traits().isEmpty()) {
            flags |= TRAITS.flag;
        }
        if (!event.consents().isEmpty()) {
            flags |= CONSENT.flag;
        }
        if (event.thirdParty() != null) {
            flags |= THIRD_PARTY.flag;
        }
        return (short) flags;
    }
}
