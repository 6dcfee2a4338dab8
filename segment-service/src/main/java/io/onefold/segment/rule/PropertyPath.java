package io.onefold.segment.rule;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a value is in the content of an event. It is looked up for every event of a profile, so its hash is made once. */
public final class PropertyPath {
    public static final int MAX_LENGTH = 200;
    public static final int MAX_NAMES = 8;

    /** The three objects of an event. */
    public enum Root {
        PROPERTIES,
        TRAITS,
        CONTEXT;

        String prefix() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Root root;
    private final List<String> names;
    private final int hash;

    /** @param names the members to go through, from the outside to the inside */
    public PropertyPath(Root root, List<String> names) {
        this.root = root;
        this.names = List.copyOf(names);
        this.hash = 31 * root.ordinal() + this.names.hashCode();
    }

    public Root root() {
        return root;
    }

    public List<String> names() {
        return names;
    }

    /** A trait by its whole name, which may hold dots. */
    public static PropertyPath trait(String name) {
        return new PropertyPath(Root.TRAITS, List.of(name));
    }

    /** Reads such as {@code properties.a.b}; an IllegalArgumentException says what is wrong with it. */
    public static PropertyPath parse(String path) {
        if (path.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("has more than " + MAX_LENGTH + " characters");
        }
        List<String> parts = List.of(path.split("\\.", -1));
        List<String> names = parts.subList(1, parts.size());
        for (Root root : Root.values()) {
            if (root.prefix().equals(parts.get(0))) {
                return checked(root, names);
            }
        }
        throw new IllegalArgumentException("must begin with `properties.`, `traits.` or `context.`");
    }

    private static PropertyPath checked(Root root, List<String> names) {
        if (names.isEmpty() || names.size() > MAX_NAMES || names.contains("")) {
            throw new IllegalArgumentException("must name 1 to " + MAX_NAMES + " members after its beginning");
        }
        return new PropertyPath(root, names);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof PropertyPath path
                        && hash == path.hash
                        && root == path.root
                        && names.equals(path.names);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return root.prefix() + "." + String.join(".", names);
    }
}
