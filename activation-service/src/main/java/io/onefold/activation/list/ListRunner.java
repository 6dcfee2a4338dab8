package io.onefold.activation.list;

import io.onefold.activation.campaign.ActivationConfig;
import io.onefold.activation.campaign.Campaign;
import io.onefold.activation.campaign.Campaigns;
import io.onefold.activation.destination.AdAudienceFile;
import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.feed.Wakeups;
import io.onefold.kit.sql.Database;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The thread that keeps the lists. Woken by what is committed; looks for itself at least once a second. */
@ApplicationScoped
class ListRunner {
    private static final Logger LOG = Logger.getLogger(ListRunner.class);

    private final ListFiles files;
    private final ListEntryStore entries;
    private final ListFolder folder;
    private final Campaigns campaigns;
    private final Database database;
    private final Wakeups wakeups;
    private final ActivationConfig config;
    private final FeedConfig feeds;
    private volatile boolean stopping;
    private @Nullable Thread thread;

    ListRunner(
            ListFiles files,
            ListEntryStore entries,
            ListFolder folder,
            Campaigns campaigns,
            Database database,
            Wakeups wakeups,
            ActivationConfig config,
            FeedConfig feeds) {
        this.files = files;
        this.entries = entries;
        this.folder = folder;
        this.campaigns = campaigns;
        this.database = database;
        this.wakeups = wakeups;
        this.config = config;
        this.feeds = feeds;
    }

    void start(@Observes StartupEvent start) {
        List<Campaign> lists = lists();
        lists.forEach(this::fill);
        if (folder.isConfigured()) {
            thread = new Thread(this::run, "lists");
            thread.setDaemon(true);
            thread.start();
        } else if (!lists.isEmpty()) {
            LOG.infof("%d lists wait: onefold.activation.files-root is not set", lists.size());
        }
    }

    /** A list that is new gets the members that its audience has already. */
    void fill(Campaign list) {
        database.inTransaction(
                tx -> entries.markMembers(tx, list.workspace(), list.audience(), list.id(), Instant.now()));
    }

    /** What is being written is finished first. */
    void stop(@Observes ShutdownEvent stop) throws InterruptedException {
        stopping = true;
        wakeups.signal();
        if (thread != null) {
            thread.join(config.sendTimeout().toMillis());
        }
    }

    private List<Campaign> lists() {
        return campaigns.all().stream().filter(Campaign::isList).toList();
    }

    private void run() {
        try {
            while (!stopping) {
                work();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() throws InterruptedException {
        long mark = wakeups.mark();
        try {
            boolean worked = false;
            for (Map.Entry<AdAudienceFile, List<Campaign>> one : byDestination().entrySet()) {
                worked |= files.workOn(one.getKey(), one.getValue());
            }
            if (!worked) {
                wakeups.await(mark, feeds.recheck());
            }
        } catch (RuntimeException failure) {
            LOG.warn("lists: trying again", failure);
            TimeUnit.MILLISECONDS.sleep(feeds.recheck().toMillis());
        }
    }

    private Map<AdAudienceFile, List<Campaign>> byDestination() {
        return lists().stream()
                .filter(list -> list.destination() instanceof AdAudienceFile)
                .sorted(Comparator.comparing(Campaign::key))
                .collect(Collectors.groupingBy(
                        list -> (AdAudienceFile) list.destination(),
                        () -> new TreeMap<>(Comparator.comparing(AdAudienceFile::id)),
                        Collectors.toList()));
    }
}
