package io.onefold.identity.rules;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.panache.common.Sort;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The versions of the rules, in the database. */
@ApplicationScoped
class RuleLedger {
    /** Two replicas that start at once may both add the version; the second one then finds it. */
    private static final int ATTEMPTS = 3;

    /** Adds a version for every workspace whose rules changed; gives all versions, in order, by workspace. */
    Map<String, List<RuleVersion>> record(RuleFile file) {
        return await(() -> Panache.withTransaction(() -> RuleVersion.<RuleVersion>listAll(Sort.by("version"))
                        .flatMap(stored -> addChanged(file, stored)))
                .onFailure()
                .retry()
                .atMost(ATTEMPTS));
    }

    private static Uni<Map<String, List<RuleVersion>>> addChanged(RuleFile file, List<RuleVersion> stored) {
        Map<String, List<RuleVersion>> versions = new TreeMap<>();
        stored.forEach(version -> versions.computeIfAbsent(version.workspace, w -> new ArrayList<>())
                .add(version));
        List<RuleVersion> added = new ArrayList<>();
        // A workspace that is no longer named goes on by the rules of the others, as a version of its own.
        Set<String> workspaces = new TreeSet<>(versions.keySet());
        workspaces.addAll(file.byWorkspace().keySet());
        workspaces.forEach(workspace -> {
            RuleSet rules = file.of(workspace);
            List<RuleVersion> known = versions.computeIfAbsent(workspace, w -> new ArrayList<>());
            if (known.isEmpty() || !known.get(known.size() - 1).rules.equals(rules.text())) {
                RuleVersion next = next(workspace, rules, known.size() + 1L);
                known.add(next);
                added.add(next);
            }
        });
        // Panache refuses to persist nothing, which is what an ordinary restart has to add.
        return added.isEmpty()
                ? Uni.createFrom().item(versions)
                : RuleVersion.persist(added).replaceWith(versions);
    }

    private static RuleVersion next(String workspace, RuleSet rules, long number) {
        RuleVersion next = new RuleVersion();
        next.workspace = workspace;
        next.version = number;
        next.rules = rules.text();
        next.createTime = now();
        return next;
    }

    /** Notes that every component was derived under these versions. */
    void applied(Map<String, Long> versionByWorkspace) {
        versionByWorkspace.forEach((workspace, version) -> await(() -> Panache.withTransaction(() -> RuleVersion.update(
                "appliedTime = ?1 where workspace = ?2 and version <= ?3 and appliedTime is null",
                now(),
                workspace,
                version))));
    }

    private static OffsetDateTime now() {
        return Instant.now().atOffset(ZoneOffset.UTC);
    }

    private static <T> T await(Supplier<Uni<T>> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(work);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the rules' versions cannot be read or written", e);
        }
    }
}
