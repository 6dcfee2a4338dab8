package io.onefold.identity.rules;

import io.onefold.identity.derivation.Rules;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The rules in force, by workspace. Read once at the start: changed rules take effect with the next one. */
@Startup
@ApplicationScoped
public class RuleBook {
    private final RuleLedger ledger;
    private final Map<String, WorkspaceRules> rules = new ConcurrentHashMap<>();
    private final Set<String> changed = ConcurrentHashMap.newKeySet();

    public RuleBook(IdentityConfig config, RuleLedger ledger) {
        this.ledger = ledger;
        Map<String, List<RuleVersion>> versions = ledger.record(RuleFile.read(config.rulesFile()));
        List<RuleVersion> others = versions.getOrDefault(RuleFile.OTHERS, List.of());
        versions.keySet().forEach(workspace -> {
            List<RuleVersion> own = new ArrayList<>(versions.getOrDefault(workspace, List.of()));
            if (own.size() == 1 && !workspace.equals(RuleFile.OTHERS)) {
                // Until it got rules of its own, it lived by those of the others.
                own.addAll(0, others);
            }
            put(workspace, own);
        });
    }

    private void put(String workspace, List<RuleVersion> versions) {
        List<Rules> read = versions.stream()
                .map(version -> RuleSet.parse(version.rules).version(version.version))
                .toList();
        int last = versions.size() - 1;
        int from = last;
        while (from > 0 && versions.get(from).appliedTime == null) {
            from--;
        }
        rules.put(workspace, new WorkspaceRules(read.get(last), read.subList(from, last)));
        boolean same = versions.stream().allMatch(version -> version.rules.equals(versions.get(last).rules));
        if (versions.get(last).appliedTime == null && !same) {
            changed.add(workspace);
        }
    }

    /** The rules of a workspace; those of all others when it has none of its own. */
    public WorkspaceRules of(String workspace) {
        WorkspaceRules own = rules.get(workspace);
        return own != null ? own : Objects.requireNonNull(rules.get(RuleFile.OTHERS), "every file has a default");
    }

    /** Whether the workspace's components may still stand as older rules had them. */
    public boolean isChanged(String workspace) {
        return changed.contains(rules.containsKey(workspace) ? workspace : RuleFile.OTHERS);
    }

    /** Whether any workspace's components may. */
    public boolean isAnyChanged() {
        return !changed.isEmpty();
    }

    /** To be called when every component was derived under the rules in force. */
    public void applied() {
        Map<String, Long> versions = new HashMap<>();
        new TreeMap<>(rules)
                .forEach((workspace, of) -> versions.put(workspace, of.current().version()));
        ledger.applied(Collections.unmodifiableMap(versions));
        rules.replaceAll((workspace, of) -> new WorkspaceRules(of.current(), List.of()));
        changed.clear();
    }
}
