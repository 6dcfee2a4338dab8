package io.onefold.ingestion.source;

import io.onefold.ingestion.event.SourceRules;
import io.onefold.kit.access.Caller;
import io.onefold.kit.access.Credentials;
import io.onefold.kit.access.Secrets;
import io.onefold.kit.error.Failures;
import io.onefold.kit.work.Repeated;
import io.onefold.proto.type.v1.Role;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** The sources in memory, as write keys are looked up on event loops. Read anew every few seconds: another replica may have changed them. */
@ApplicationScoped
public class SourceRegistry implements Credentials {
    private static final Logger LOG = Logger.getLogger(SourceRegistry.class);
    private static final Duration REFRESH = Duration.ofSeconds(3);

    private final SourceTable table;
    private final SourcesLoader loader;
    private final Repeated refresher = new Repeated("source-registry");
    /** By their text: compiled once, however often the table is read. */
    private final Map<String, SourceRules.Mapping> mappings = new ConcurrentHashMap<>();

    private volatile Known known = new Known(Map.of(), Map.of(), Set.of());

    SourceRegistry(SourceTable table, SourcesLoader loader) {
        this.table = table;
        this.loader = loader;
    }

    /** What was read last; of the faulty ones it was said in the log. */
    private record Known(Map<String, Source> byKeyHash, Map<SourceKey, Source> byId, Set<SourceKey> faulty) {}

    void start(@Observes StartupEvent event) {
        loader.load();
        refresh();
        if (known.byId().isEmpty()) {
            LOG.warn("there are no sources: set onefold.ingestion.sources-file");
        }
        refresher.every(
                REFRESH,
                this::refresh,
                away -> LOG.warnf("the sources could not be read again, those in memory stay: %s", away));
    }

    void stop(@Observes ShutdownEvent event) {
        refresher.close();
    }

    @Override
    public Optional<Caller> find(String secret) {
        return Optional.ofNullable(known.byKeyHash().get(Secrets.sha256(secret)))
                .map(source -> new Caller(source.workspace(), source.id(), Set.of(Role.ROLE_INGEST)));
    }

    /** The source whose write key the caller used. A token of the configuration may have the role INGEST, and is no source's. */
    public Source of(Caller caller) {
        return Optional.ofNullable(known.byId().get(new SourceKey(caller.workspace(), caller.source())))
                .orElseThrow(Failures::unknownCredential);
    }

    public Optional<Channel> channel(String workspace, String source) {
        return Optional.ofNullable(known.byId().get(new SourceKey(workspace, source)))
                .map(Source::channel);
    }

    /** How to read what a source sends; of one that is no more, without a mapping. */
    public SourceRules rules(String workspace, String source) {
        return Optional.ofNullable(known.byId().get(new SourceKey(workspace, source)))
                .map(Source::rules)
                .orElseGet(() -> new SourceRules(workspace, source, false, Set.of(), Optional.empty()));
    }

    private void refresh() {
        SourceTable.Content content = table.read();
        Map<String, Set<String>> exclusive = new HashMap<>();
        content.workspaces().forEach(w -> exclusive.put(w.id, namespaces(w.exclusiveNamespaces)));
        Map<String, Source> byKeyHash = new HashMap<>();
        Map<SourceKey, Source> byId = new HashMap<>();
        Set<SourceKey> faulty = new HashSet<>();
        for (SourceRow row : content.sources()) {
            readable(row, exclusive.getOrDefault(row.key.workspace(), Set.of()), faulty)
                    .ifPresent(source -> {
                        byKeyHash.put(row.writeKeySha256, source);
                        byId.put(row.key, source);
                    });
        }
        known = new Known(byKeyHash, byId, faulty);
    }

    /** A row that cannot be read, such as one of a later version, leaves its own source as it was and the others alone. */
    private Optional<Source> readable(SourceRow row, Set<String> exclusive, Set<SourceKey> faulty) {
        try {
            return Optional.of(source(row, exclusive));
        } catch (RuntimeException unreadable) {
            faulty.add(row.key);
            if (!known.faulty().contains(row.key)) {
                LOG.errorf(
                        "the source %s of workspace %s cannot be read and stays as it was: %s",
                        row.key.id(), row.key.workspace(), unreadable);
            }
            return Optional.ofNullable(known.byId().get(row.key));
        }
    }

    private Source source(SourceRow row, Set<String> exclusive) {
        return new Source(
                Channel.of(row.channel),
                new SourceRules(
                        row.key.workspace(),
                        row.key.id(),
                        row.enriching,
                        exclusive,
                        Optional.ofNullable(row.mapping).map(this::compiled)));
    }

    private SourceRules.Mapping compiled(String jslt) {
        return mappings.computeIfAbsent(jslt, JsltMapping::compile);
    }

    private static Set<String> namespaces(String commaSeparated) {
        return commaSeparated.isEmpty() ? Set.of() : Set.copyOf(List.of(commaSeparated.split(",", -1)));
    }
}
