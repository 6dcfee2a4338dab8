package io.onefold.activation.list;

import io.onefold.activation.campaign.ActivationConfig;
import io.onefold.activation.campaign.Backoff;
import io.onefold.activation.campaign.Campaign;
import io.onefold.activation.campaign.CampaignRunStore;
import io.onefold.activation.destination.AdAudienceFile;
import io.onefold.activation.guard.Freshness;
import io.onefold.activation.list.ListFileStore.Planned;
import io.onefold.activation.list.ListFileStore.Standing;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * Plans a file in one transaction and writes it outside of any. At most one file of a destination is planned and not written: the files
 * come in their order. Who dies in between leaves the plan behind, from which the same file is written again.
 */
@ApplicationScoped
class ListFiles {
    private static final Logger LOG = Logger.getLogger(ListFiles.class);

    private final Database database;
    private final ListFileStore files;
    private final ListPlanner planner;
    private final CampaignRunStore runs;
    private final Freshness freshness;
    private final ListFolder folder;
    private final ActivationConfig config;

    ListFiles(
            Database database,
            ListFileStore files,
            ListPlanner planner,
            CampaignRunStore runs,
            Freshness freshness,
            ListFolder folder,
            ActivationConfig config) {
        this.database = database;
        this.files = files;
        this.planner = planner;
        this.runs = runs;
        this.freshness = freshness;
        this.folder = folder;
        this.config = config;
    }

    /** A file that is to be written now. */
    private record Work(Planned file, List<ListChange> rows) {}

    /** Plans what is due for a destination, or takes up what was planned, and writes it; false: nothing was to do. */
    boolean workOn(AdAudienceFile destination, List<Campaign> lists) {
        Optional<Work> work = database.transaction(tx -> next(tx, destination, lists));
        work.ifPresent(one -> write(destination, one));
        return work.isPresent();
    }

    private Optional<Work> next(Transaction tx, AdAudienceFile destination, List<Campaign> lists) {
        Instant now = Instant.now();
        Optional<Standing> standing = files.lock(tx, destination.id());
        if (standing.isEmpty()) {
            return Optional.empty();
        }
        Optional<Planned> unwritten = files.planned(tx, destination.id());
        if (unwritten.isEmpty() && !standing.get().nextFileAt().isAfter(now)) {
            plan(tx, destination, lists, standing.get().files() + 1, now);
            unwritten = files.planned(tx, destination.id());
        }
        return unwritten
                .filter(file -> !file.nextAttemptAt().isAfter(now))
                .map(file -> new Work(
                        file, files.begin(tx, destination.id(), file.number(), now.plus(config.lease()), now)));
    }

    private void plan(Transaction tx, AdAudienceFile destination, List<Campaign> lists, long number, Instant now) {
        // While the contacts are behind nobody is added; who must go is removed all the same.
        ListPlanner.Scope scope = new ListPlanner.Scope(destination, number, !freshness.isBehind(tx, now), now);
        List<ListChange> rows = new ArrayList<>();
        int left = destination.maxMembers();
        for (Campaign list : lists) {
            if (left > 0 && runs.isRunning(tx, list.id())) {
                ListPlanner.Found found = planner.plan(tx, list, scope, left);
                rows.addAll(found.changes());
                left -= found.profiles();
            }
        }
        if (!rows.isEmpty()) {
            String name = ListText.name(destination.name(), number, ListText.of(rows));
            files.plan(tx, destination.id(), number, name, rows, now);
            files.goOn(tx, destination.id(), number, now.plus(destination.pause()));
        }
    }

    private void write(AdAudienceFile destination, Work work) {
        long number = work.file.number();
        try {
            folder.write(destination, work.file.name(), ListText.of(work.rows));
            database.inTransaction(tx -> files.written(tx, destination.id(), number, Instant.now()));
        } catch (IOException failure) {
            LOG.warnf(failure, "destination %s: file %s is not written yet", destination.name(), work.file.name());
            int attempts = work.file.attempts() + 1;
            Instant now = Instant.now();
            Instant again = now.plus(
                    Backoff.DEFAULT.after(attempts, ThreadLocalRandom.current().nextDouble()));
            database.inTransaction(
                    tx -> files.failed(tx, destination.id(), number, again, String.valueOf(failure), now));
        }
    }
}
