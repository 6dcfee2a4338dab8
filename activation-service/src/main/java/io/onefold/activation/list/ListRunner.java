package io.onefold.activation.list;

import io.onefold.activation.campaign.ActivationConfig;
import io.onefold.activation.campaign.Campaign;
import io.onefold.activation.campaign.Campaigns;
import io.onefold.activation.destination.AdAudienceFile;
import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.feed.Wakeups;
import io.onefold.kit.feed.Wakeups.Topic;
import io.onefold.kit.sql.Database;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The threads that keep the lists: one fills those that are new, and each destination has its own, so that a disk that is slow or away
 * holds up no other. Woken by what is marked and by ticks; each looks for itself at least once a second.
 */
@ApplicationScoped
class ListRunner {
    private static final Logger LOG = Logger.getLogger(ListRunner.class);
    /** Under load something is marked with every batch. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final ListFiles files;
    private final ListFiller filler;
    private final ListFolder folder;
    private final Campaigns campaigns;
    private final Database database;
    private final Wakeups wakeups;
    private final ActivationConfig config;
    private final FeedConfig feeds;
    private final Map<UUID, Thread> threads = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    ListRunner(
            ListFiles files,
            ListFiller filler,
            ListFolder folder,
            Campaigns campaigns,
            Database database,
            Wakeups wakeups,
            ActivationConfig config,
            FeedConfig feeds) {
        this.files = files;
        this.filler = filler;
        this.folder = folder;
        this.campaigns = campaigns;
        this.database = database;
        this.wakeups = wakeups;
        this.config = config;
        this.feeds = feeds;
    }

    /** One look at what is to do; true: there may be more at once. */
    @FunctionalInterface
    private interface Work {
        boolean look();
    }

    void start(@Observes StartupEvent start) {
        if (!folder.isConfigured()) {
            LOG.info("lists wait: onefold.activation.files-root is not set");
            return;
        }
        start(new UUID(0, 0), "lists", this::fill);
    }

    private void start(UUID id, String name, Work work) {
        Thread thread = new Thread(() -> run(name, work), name);
        thread.setDaemon(true);
        threads.put(id, thread);
        thread.start();
    }

    /** What is being written is finished first. */
    void stop(@Observes ShutdownEvent stop) throws InterruptedException {
        stopping = true;
        wakeups.signal(Topic.WORK);
        Instant end = Instant.now().plus(config.sendTimeout());
        for (Thread thread : threads.values()) {
            thread.join(Math.max(1, Duration.between(Instant.now(), end).toMillis()));
        }
    }

    private void run(String name, Work work) {
        try {
            while (!stopping) {
                work(name, work);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(String name, Work work) throws InterruptedException {
        long mark = wakeups.mark(Topic.WORK);
        try {
            if (!work.look()) {
                wakeups.await(Topic.WORK, mark, BETWEEN_LOOKS, feeds.recheck());
            }
        } catch (RuntimeException | Error failure) {
            // An Error as well: the thread must not end with it.
            LOG.warnf(failure, "%s: trying again", name);
            TimeUnit.MILLISECONDS.sleep(feeds.recheck().toMillis());
        }
    }

    /** Fills lists that are new, and gives each destination that is new its thread. */
    private boolean fill() {
        boolean more = false;
        for (Map.Entry<AdAudienceFile, List<Campaign>> one : byDestination().entrySet()) {
            UUID destination = one.getKey().id();
            if (!threads.containsKey(destination)) {
                start(destination, "lists-" + one.getKey().name(), () -> workOn(destination));
            }
            for (Campaign list : one.getValue()) {
                more |= filler.fillSome(list);
            }
        }
        return more;
    }

    private boolean workOn(UUID destination) {
        boolean more = false;
        for (Map.Entry<AdAudienceFile, List<Campaign>> one : byDestination().entrySet()) {
            if (one.getKey().id().equals(destination)) {
                more |= files.workOn(one.getKey(), one.getValue());
            }
        }
        return more;
    }

    private Map<AdAudienceFile, List<Campaign>> byDestination() {
        return database.transaction(campaigns::at).lists().stream()
                .filter(list -> list.destination() instanceof AdAudienceFile)
                .sorted(Comparator.comparing(Campaign::key))
                .collect(Collectors.groupingBy(
                        list -> (AdAudienceFile) list.destination(),
                        () -> new TreeMap<>(Comparator.comparing(AdAudienceFile::id)),
                        Collectors.toList()));
    }
}
