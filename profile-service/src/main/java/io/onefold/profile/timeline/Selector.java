package io.onefold.profile.timeline;

import java.util.List;

/**
 * Which events: those that satisfy everything that is stated.
 *
 * @param type the number of the event type in the contract; 0: any
 * @param name empty: any
 * @param channel the number of the channel in the contract; 0: any
 * @param content a sum of flags, all of which the event must have; 0: anything
 */
public record Selector(short type, String name, short channel, short content) {
    public static final Selector ANY = new Selector((short) 0, "", (short) 0, (short) 0);

    /** As few selectors that select the same events. */
    public static List<Selector> fewest(List<Selector> selectors) {
        return selectors.contains(ANY)
                ? List.of(ANY)
                : selectors.stream().distinct().toList();
    }
}
