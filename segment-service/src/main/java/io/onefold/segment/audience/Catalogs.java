package io.onefold.segment.audience;

import io.onefold.kit.feed.FeedEffect;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The audiences of each workspace, kept in memory for as long as their generation is current.
 *
 * <p>An audience's row is committed first and the generation is raised after it: whoever reads the new generation finds the new row, and a
 * batch that read the old one can no longer commit.
 */
@ApplicationScoped
public class Catalogs {
    private final Database database;
    private final GenerationStore generations;
    private final AudienceStore audiences;
    private final Map<String, Catalog> known = new ConcurrentHashMap<>();

    Catalogs(Database database, GenerationStore generations, AudienceStore audiences) {
        this.database = database;
        this.generations = generations;
        this.audiences = audiences;
    }

    /** The audiences were changed while a batch was evaluated: it must be evaluated anew. */
    public static final class Outdated extends FeedEffect.Again {
        private static final long serialVersionUID = 1L;

        Outdated(String workspace) {
            super("the audiences of workspace " + workspace + " have changed meanwhile");
        }
    }

    public Map<String, Catalog> of(Collection<String> workspaces) {
        if (workspaces.isEmpty()) {
            return Map.of();
        }
        Map<String, Long> present = database.transaction(tx -> generations.read(tx, workspaces));
        Map<String, Catalog> catalogs = new HashMap<>();
        present.forEach((workspace, generation) -> catalogs.put(workspace, at(workspace, generation)));
        return catalogs;
    }

    /** The workspaces that have, or had, audiences. */
    public Set<String> workspaces() {
        return database.snapshot(generations::workspaces);
    }

    private Catalog at(String workspace, long generation) {
        Catalog cached = known.get(workspace);
        if (cached != null && cached.generation() == generation) {
            return cached;
        }
        Catalog read = Catalog.of(workspace, generation, present(workspace));
        known.put(workspace, read);
        return read;
    }

    /** Before anything is evaluated without them, those that cannot be read are known to have missed it. */
    private List<Audience> present(String workspace) {
        List<Audience> present = audiences.of(workspace);
        List<UUID> missing = present.stream()
                .filter(audience -> !audience.readable())
                .map(Audience::id)
                .toList();
        if (!missing.isEmpty()) {
            audiences.missed(missing);
        }
        return present;
    }

    /** Holds the generations until the transaction ends; fails when one is not the one that was evaluated. */
    public void requireCurrent(Transaction tx, Collection<Catalog> evaluated) {
        if (evaluated.isEmpty()) {
            return;
        }
        Map<String, Long> present =
                generations.lock(tx, evaluated.stream().map(Catalog::workspace).collect(Collectors.toSet()));
        for (Catalog catalog : evaluated) {
            if (present.getOrDefault(catalog.workspace(), -1L) != catalog.generation()) {
                throw new Outdated(catalog.workspace());
            }
        }
    }

    /** To be called after the audience's row was committed. */
    public void raise(String workspace) {
        database.inTransaction(tx -> generations.raise(tx, workspace));
    }
}
