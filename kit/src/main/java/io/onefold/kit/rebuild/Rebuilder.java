package io.onefold.kit.rebuild;

import io.onefold.kit.sql.Database;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/** Hashes and rebuilds whatever the service derives. */
@ApplicationScoped
class Rebuilder {
    private static final Logger LOG = Logger.getLogger(Rebuilder.class);

    private final Database database;
    private final List<Projections> projections;

    Rebuilder(Database database, @All List<Projections> projections) {
        this.database = database;
        this.projections = projections;
    }

    StateHash hash(String workspace) {
        return database.snapshot(tx -> {
            StateDigest digest = new StateDigest();
            projections.forEach(some -> some.digest(tx, workspace, digest));
            return digest.hash();
        });
    }

    void rebuild(String workspace, RebuildProgress progress) throws InterruptedException {
        LOG.infof("the projections of %s are derived anew", workspace);
        for (Projections some : projections) {
            some.rebuild(workspace, progress);
        }
        LOG.infof("the projections of %s were derived anew", workspace);
    }
}
