package io.onefold.profile.erasure;

import io.onefold.domain.IdentifierIds;
import io.onefold.kit.feed.SetAside;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Forgets what could not be filed of a person and was set aside. */
@ApplicationScoped
class SetAsideItems {
    private final SetAside setAside;
    private final TraceCodec traces;

    SetAsideItems(SetAside setAside, @ConfigProperty(name = "onefold.identifier-secret") String secret) {
        this.setAside = setAside;
        this.traces = new TraceCodec(new IdentifierIds(secret));
    }

    /** The records of a person of which identity never heard, since what would have told it could not be filed. */
    Set<UUID> records(Transaction tx, Erasure erasure) {
        TraceCodec.Person person = TraceCodec.Person.of(erasure);
        Set<UUID> records = new HashSet<>();
        setAside.read(tx, "events")
                .forEach(item -> traces.recordOf(item, person).ifPresent(records::add));
        return records;
    }

    void forget(Transaction tx, Erasure erasure) {
        TraceCodec.Person person = TraceCodec.Person.of(erasure);
        setAside.forget(tx, "events", item -> traces.isIn(item, person));
        setAside.forget(tx, "identities", item -> traces.isInChange(item, person));
    }
}
