package io.onefold.segment.rebuild;

import io.onefold.kit.rebuild.Projections;
import io.onefold.kit.rebuild.RebuildProgress;
import io.onefold.kit.rebuild.StateDigest;
import io.onefold.kit.sql.Transaction;
import io.onefold.segment.audience.Catalog;
import io.onefold.segment.audience.Catalogs;
import io.onefold.segment.membership.Evaluated;
import io.onefold.segment.membership.StandingDigest;
import io.onefold.segment.membership.StandingRepair;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What this service derives: who is a member now and when that changes, out of what was published and of the profiles. */
@ApplicationScoped
class AudienceProjections implements Projections {
    private final Catalogs catalogs;
    private final StandingDigest digest;
    private final StandingRepair repair;
    private final Reevaluation reevaluation;

    AudienceProjections(Catalogs catalogs, StandingDigest digest, StandingRepair repair, Reevaluation reevaluation) {
        this.catalogs = catalogs;
        this.digest = digest;
        this.repair = repair;
        this.reevaluation = reevaluation;
    }

    @Override
    public void digest(Transaction tx, String workspace, StateDigest into) {
        digest.digest(tx, workspace, into);
    }

    /** First what was published, then whether it is right: only a difference to what everybody was told is news. */
    @Override
    public void rebuild(String workspace, RebuildProgress progress) throws InterruptedException {
        Catalog catalog =
                Objects.requireNonNull(catalogs.of(Set.of(workspace)).get(workspace), "a catalogue was asked for");
        List<Evaluated.Subject> subjects = catalog.audiences().stream()
                .filter(audience -> !audience.isDeleting())
                .map(audience -> new Evaluated.Subject(
                        audience.id(),
                        audience.name(),
                        audience.version(),
                        audience.begin(),
                        audience.isBackfilling(),
                        audience.setAsideCount() > 0))
                .toList();
        repair.repair(workspace, subjects, progress);
        reevaluation.evaluate(workspace, progress);
    }
}
