package io.onefold.activation.list;

import io.onefold.activation.campaign.ActivationConfig;
import io.onefold.activation.campaign.Backoff;
import io.onefold.activation.campaign.Campaign;
import io.onefold.activation.campaign.Campaigns;
import io.onefold.activation.destination.AdAudienceFile;
import io.onefold.activation.list.ListFileStore.Planned;
import io.onefold.activation.list.ListFileStore.Standing;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * Plans a file in one transaction, writes it outside of any, and gives it its name in another. At most one file of a destination is
 * planned and not written: the files come in their order. One that got stuck is dropped, unless it stands in the folder already: who was
 * to be added may have withdrawn the consent since, so everybody in it is looked at again.
 */
@ApplicationScoped
class ListFiles {
    private static final Logger LOG = Logger.getLogger(ListFiles.class);

    private final Database database;
    private final Campaigns campaigns;
    private final ListFileStore files;
    private final ListRowStore rows;
    private final ListPlan plan;
    private final ListFolder folder;
    private final ActivationConfig config;

    ListFiles(
            Database database,
            Campaigns campaigns,
            ListFileStore files,
            ListRowStore rows,
            ListPlan plan,
            ListFolder folder,
            ActivationConfig config) {
        this.database = database;
        this.campaigns = campaigns;
        this.files = files;
        this.rows = rows;
        this.plan = plan;
        this.folder = folder;
        this.config = config;
    }

    /**
     * What was found to do.
     *
     * @param again whether there may be more to do at once
     */
    private record Next(Optional<Work> work, boolean again) {
        static final Next IDLE = new Next(Optional.empty(), false);
        static final Next AGAIN = new Next(Optional.empty(), true);

        static Next write(Work work) {
            return new Next(Optional.of(work), true);
        }
    }

    /** A file that is to be written now, by the attempt that the table counts. */
    private record Work(Planned file, int attempt, List<ListChange> rows) {}

    /** Plans what is due for a destination, or takes up what was planned, and writes it; false: nothing was to do. */
    boolean workOn(AdAudienceFile destination, List<Campaign> lists) {
        Optional<Planned> stuck = database.transaction(tx -> files.planned(tx, destination.id()));
        boolean stands = stuck.map(file -> folder.has(destination, file.name())).orElse(false);
        Next next = database.transaction(tx -> next(tx, destination, lists, stuck, stands));
        next.work.ifPresent(one -> write(destination, one));
        return next.again;
    }

    private Next next(
            Transaction tx, AdAudienceFile destination, List<Campaign> lists, Optional<Planned> stuck, boolean stands) {
        Optional<Standing> standing = files.lock(tx, destination.id());
        // Behind the lock, which may have been waited for: what was due before the last file was is due for this one.
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        if (standing.isEmpty() || campaigns.at(tx).held()) {
            return Next.IDLE;
        }
        Optional<Planned> unwritten = files.planned(tx, destination.id());
        if (unwritten.isEmpty()) {
            return standing.get().nextFileAt().isAfter(now)
                    ? Next.IDLE
                    : plan(tx, destination, lists, standing.get().files() + 1, now);
        }
        if (unwritten.get().nextAttemptAt().isAfter(now) || !unwritten.equals(stuck)) {
            return Next.IDLE;
        }
        if (stands) {
            // All but the note that it is written: the same bytes once more, and the note.
            return Next.write(begin(tx, destination, unwritten.get(), now));
        }
        LOG.warnf(
                "destination %s: file %s got stuck and is planned anew",
                destination.name(), unwritten.get().name());
        rows.untold(tx, destination.id(), unwritten.get().number(), now.atOffset(ZoneOffset.UTC));
        files.drop(tx, destination.id(), unwritten.get().number(), now);
        return Next.AGAIN;
    }

    private Next plan(Transaction tx, AdAudienceFile destination, List<Campaign> lists, long number, Instant now) {
        ListPlan.Found found = plan.find(tx, lists, new ListPlanner.Scope(destination, number, now));
        List<ListChange> changes = found.changes();
        if (changes.isEmpty()) {
            return found.full() ? Next.AGAIN : Next.IDLE;
        }
        String name = ListText.name(destination.name(), number, ListText.of(changes));
        files.plan(tx, destination.id(), number, name, changes, now);
        files.goOn(tx, destination.id(), number, found.full() ? now : now.plus(destination.pause()));
        return Next.write(begin(tx, destination, new Planned(number, name, 0, now), now));
    }

    private Work begin(Transaction tx, AdAudienceFile destination, Planned file, Instant now) {
        return new Work(
                file,
                file.attempts() + 1,
                files.begin(tx, destination.id(), file.number(), now.plus(config.lease()), now));
    }

    private void write(AdAudienceFile destination, Work work) {
        try {
            Path unfinished = folder.write(destination, work.file.name(), ListText.of(work.rows));
            try {
                database.inTransaction(tx -> publish(tx, destination, work, unfinished));
            } finally {
                folder.discard(unfinished);
            }
        } catch (IOException | UncheckedIOException failure) {
            keepFailure(destination, work, failure);
        }
    }

    /** In one transaction that holds the plan: whoever was taken for dead and wakes up must not bring a file that was dropped. */
    private void publish(Transaction tx, AdAudienceFile destination, Work work, Path unfinished) {
        long number = work.file.number();
        Instant now = Instant.now();
        Optional<Standing> unused = files.lock(tx, destination.id());
        if (!files.isStill(tx, destination.id(), number, work.attempt, now)) {
            LOG.warnf("destination %s: file %s is another's by now", destination.name(), work.file.name());
            return;
        }
        try {
            folder.publish(destination, unfinished, work.file.name());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        rows.told(tx, destination.id(), number);
        files.written(tx, destination.id(), number, now);
    }

    private void keepFailure(AdAudienceFile destination, Work work, Exception failure) {
        LOG.warnf(failure, "destination %s: file %s is not written yet", destination.name(), work.file.name());
        Instant now = Instant.now();
        database.inTransaction(tx -> {
            int failures = files.countFailure(tx, destination.id());
            Instant again = now.plus(
                    Backoff.DEFAULT.after(failures, ThreadLocalRandom.current().nextDouble()));
            files.failed(tx, destination.id(), work.file.number(), again, String.valueOf(failure), now);
        });
    }
}
