package io.onefold.profile.projection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.onefold.domain.Identifier;
import io.onefold.kit.sql.Database;
import io.onefold.profile.ownership.IdentityUpdate;
import io.onefold.profile.ownership.IdentityUpdate.Holding;
import io.onefold.profile.ownership.IdentityUpdate.Move;
import io.onefold.profile.ownership.IdentityUpdate.Standing;
import io.onefold.profile.support.Given;
import io.onefold.profile.support.ServiceTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A change is applied when everything that it names is, and not before. */
@ServiceTest
class AppliedUpdatesTest {
    private static final long VERSION = 100;

    @Inject
    AppliedUpdates applied;

    @Inject
    Projector projector;

    @Inject
    Database database;

    private final UUID record = UUID.randomUUID();
    private final UUID profile = UUID.randomUUID();
    private final UUID identifier = UUID.randomUUID();
    private final String value = Given.fresh("ann");

    private IdentityUpdate moved(long version) {
        return new IdentityUpdate(
                Given.WORKSPACE,
                version,
                0,
                List.of(new Move(record, profile, false)),
                List.of(),
                List.of(),
                List.of());
    }

    private IdentityUpdate held(long version) {
        Holding holding = new Holding(identifier, new Identifier("user_id", value, true), profile, List.of());
        return new IdentityUpdate(Given.WORKSPACE, version, 0, List.of(), List.of(holding), List.of(), List.of());
    }

    private IdentityUpdate stands(long version) {
        return new IdentityUpdate(
                Given.WORKSPACE,
                version,
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of(new Standing(profile, null, false)));
    }

    private IdentityUpdate whole(long version) {
        return new IdentityUpdate(
                Given.WORKSPACE,
                version,
                0,
                moved(version).moves(),
                held(version).holdings(),
                List.of(),
                stands(version).standings());
    }

    private void apply(IdentityUpdate update) {
        database.inTransaction(tx -> projector.project(tx, List.of(), List.of(update)));
    }

    @Test
    void whatWasNeverAppliedIsLeft() {
        List<IdentityUpdate> all = List.of(whole(VERSION), moved(VERSION), held(VERSION), stands(VERSION));
        assertEquals(all, applied.without(all));
        assertEquals(List.of(), applied.without(List.of()));
    }

    @Test
    void whatWasAppliedIsNotThatOrOlderAndWhatIsLaterIs() {
        apply(whole(VERSION));
        assertEquals(
                List.of(whole(VERSION + 1), stands(VERSION + 2)),
                applied.without(List.of(whole(VERSION - 1), whole(VERSION), whole(VERSION + 1), stands(VERSION + 2))));
    }

    /** The record came back before the erasure was read. */
    @Test
    void anErasureThatWasOvertakenIsLeft() {
        IdentityUpdate erased = new IdentityUpdate(
                Given.WORKSPACE,
                VERSION - 1,
                Given.ordinal(),
                List.of(new Move(record, null, true)),
                List.of(),
                List.of(),
                List.of());
        apply(moved(VERSION));
        assertEquals(List.of(erased), applied.without(List.of(erased)));
        apply(erased);
        assertEquals(List.of(), applied.without(List.of(erased)));
    }

    @Test
    void eachOfTheThreeIsEnoughForAChangeToBeLeft() {
        apply(moved(VERSION));
        assertEquals(List.of(whole(VERSION)), applied.without(List.of(whole(VERSION))));
        apply(held(VERSION));
        assertEquals(List.of(whole(VERSION)), applied.without(List.of(whole(VERSION), moved(VERSION), held(VERSION))));
        apply(stands(VERSION));
        assertEquals(List.of(), applied.without(List.of(whole(VERSION))));
    }
}
