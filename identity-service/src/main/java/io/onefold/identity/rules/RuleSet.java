package io.onefold.identity.rules;

import io.onefold.identity.derivation.Blocked;
import io.onefold.identity.derivation.ContestPolicy;
import io.onefold.identity.derivation.Exclusivity;
import io.onefold.identity.derivation.Keep;
import io.onefold.identity.derivation.Namespace;
import io.onefold.identity.derivation.Rules;
import io.onefold.identity.derivation.Validator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The rules of one workspace as they are written.
 *
 * @param text a list of namespaces in YAML, strongest first; equal texts are the same rules
 */
record RuleSet(String text, List<Namespace> namespaces) {
    private static final Set<String> SETTINGS = Set.of(
            "exclusive", "limit", "keep", "contested", "unites_known", "blocked", "blocked_patterns", "validator");

    RuleSet {
        namespaces = List.copyOf(namespaces);
    }

    static RuleSet parse(String text) {
        return of(yaml().load(text));
    }

    /** @param list as YAML gives it */
    static RuleSet of(Object list) {
        if (!(list instanceof List<?> entries)) {
            throw new IllegalArgumentException("rules are a list of namespaces, strongest first, not " + list);
        }
        List<Namespace> namespaces = new ArrayList<>();
        for (Object entry : entries) {
            if (!(entry instanceof Map<?, ?> named) || named.size() != 1) {
                throw new IllegalArgumentException("a namespace is written `- name: {settings}`, not " + entry);
            }
            named.forEach((name, settings) -> namespaces.add(namespace(String.valueOf(name), settings)));
        }
        return new RuleSet(yaml().dump(list), namespaces);
    }

    Rules version(long version) {
        return new Rules(version, namespaces);
    }

    static Yaml yaml() {
        return new Yaml(new SafeConstructor(new LoaderOptions()));
    }

    private static Namespace namespace(String name, Object written) {
        if (!(written instanceof Map<?, ?> settings)) {
            throw new IllegalArgumentException(
                    "namespace %s: its settings are a map, {} for none, not %s".formatted(name, written));
        }
        settings.keySet().forEach(key -> {
            if (!SETTINGS.contains(String.valueOf(key))) {
                throw new IllegalArgumentException(
                        "namespace %s has no setting %s; there are %s".formatted(name, key, SETTINGS));
            }
        });
        Settings read = new Settings(name, settings);
        return new Namespace(
                name,
                read.choice("exclusive", Exclusivity.class, Exclusivity.NEVER),
                read.limit(),
                read.choice("keep", Keep.class, Keep.NEWEST),
                read.choice("contested", ContestPolicy.class, ContestPolicy.AMBIGUOUS),
                read.unitesKnown(),
                new Blocked(new LinkedHashSet<>(read.texts("blocked")), read.texts("blocked_patterns")),
                read.choice("validator", Validator.class, Validator.ANY));
    }

    /** The settings of one namespace, each refused with its name when it is not what it should be. */
    private record Settings(String namespace, Map<?, ?> written) {

        <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
            Object value = written.get(key);
            if (value == null) {
                return otherwise;
            }
            try {
                return Enum.valueOf(type, value.toString().toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException unknown) {
                throw wrong(key, value, "one of " + List.of(type.getEnumConstants()));
            }
        }

        OptionalInt limit() {
            Object value = written.get("limit");
            if (value == null) {
                return OptionalInt.empty();
            }
            if (value instanceof Integer number) {
                return OptionalInt.of(number);
            }
            throw wrong("limit", value, "a number");
        }

        boolean unitesKnown() {
            Object value = written.get("unites_known");
            if (value == null || value instanceof Boolean) {
                return value == null || (Boolean) value;
            }
            throw wrong("unites_known", value, "true or false");
        }

        List<String> texts(String key) {
            Object value = written.get(key);
            if (value == null) {
                return List.of();
            }
            if (value instanceof Collection<?> values) {
                return values.stream().map(String::valueOf).toList();
            }
            throw wrong(key, value, "a list");
        }

        private IllegalArgumentException wrong(String key, Object value, String right) {
            return new IllegalArgumentException(
                    "namespace %s: %s is %s, it must be %s".formatted(namespace, key, value, right));
        }
    }
}
