package io.onefold.kit.feed;

import io.onefold.kit.sql.Transaction;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * What this service's feed contains, up to its heads, of the feeds that the service reads. A service that reads a feed produces its own
 * bean from {@link Progress#contained}; the one at the source contains nothing else.
 */
@FunctionalInterface
public interface Contained {
    /** A consistency token, read in the caller's snapshot; empty when there is nothing to tell. */
    String in(Transaction tx);

    /** For a service that reads no feed. */
    @DefaultBean
    @ApplicationScoped
    class Nothing implements Contained {
        @Override
        public String in(Transaction tx) {
            return "";
        }
    }
}
