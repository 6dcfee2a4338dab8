package io.onefold.profile.state;

import java.util.Comparator;

/**
 * A kind of event.
 *
 * @param type the number of the event type in the contract
 * @param name empty for types without one
 * @param channel the number of the channel in the contract
 */
public record BehaviourKey(int type, String name, int channel) implements Comparable<BehaviourKey> {
    private static final Comparator<BehaviourKey> ORDER = Comparator.comparingInt(BehaviourKey::type)
            .thenComparing(BehaviourKey::name)
            .thenComparingInt(BehaviourKey::channel);

    @Override
    public int compareTo(BehaviourKey other) {
        return ORDER.compare(this, other);
    }
}
