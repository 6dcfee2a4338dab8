package io.onefold.launcher.demo;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Expected against got, with what differs named. A figure that differs is shown at once, one that agrees only when every one is asked for;
 * how many there were of each group is told in the end.
 */
final class Comparison {
    private static final int SHOWN = 5;

    private final Consumer<String> lines;
    private final boolean verbose;
    private final List<Group> groups = new ArrayList<>();
    private String heading = "";
    private boolean hasHeader;
    private int differences;

    Comparison(Consumer<String> lines, boolean verbose) {
        this.lines = lines;
        this.verbose = verbose;
    }

    private static final class Group {
        private final String name;
        private final String what;
        private int figures;
        private int differing;

        Group(String name, String what) {
            this.name = name;
            this.what = what;
        }
    }

    /**
     * What follows belongs to it.
     *
     * @param what says for the summary what is compared
     */
    void group(String name, String what) {
        groups.add(new Group(name, what));
        heading = "";
    }

    /** A line for each group. */
    void summary() {
        lines.accept("held against what was expected:");
        for (Group group : groups) {
            String outcome = group.differing == 0
                    ? "%,d of %,d exact".formatted(group.figures, group.figures)
                    : "%,d of %,d DIFFER".formatted(group.differing, group.figures);
            lines.accept("  %-10s  %14s  %s".formatted(group.name, outcome, group.what));
        }
    }

    void number(String what, long expected, long got) {
        line(what, Long.toString(expected), Long.toString(got), expected == got);
    }

    /** @param most what it may be where a caller had no answer and asked again */
    void between(String what, long least, long most, long got) {
        String expected = least == most ? Long.toString(least) : least + " to " + most;
        line(what, expected, Long.toString(got), least <= got && got <= most);
    }

    void amount(String what, BigDecimal expected, BigDecimal got) {
        line(what, expected.toPlainString(), got.toPlainString(), expected.compareTo(got) == 0);
    }

    /** A line of its own above those of the group that belong together, as far as any of them is shown. */
    void heading(String what) {
        heading = what;
    }

    void set(String what, Set<String> expected, Set<String> got) {
        set(what, expected, got, one -> one);
    }

    /** @param why what is known about one that differs */
    void set(String what, Set<String> expected, Set<String> got, UnaryOperator<String> why) {
        boolean equal = expected.equals(got);
        line(what, Integer.toString(expected.size()), Integer.toString(got.size()), equal);
        if (!equal) {
            shown("missing", without(expected, got), why);
            shown("unexpected", without(got, expected), why);
        }
    }

    /** Members at several instants: the numbers are those of all instants together, and each profile that differs is shown once. */
    void days(
            String what,
            Map<Instant, Set<String>> expected,
            Map<Instant, Set<String>> got,
            BiFunction<String, Instant, String> why) {
        Map<String, String> missing = new TreeMap<>();
        Map<String, String> unexpected = new TreeMap<>();
        expected.forEach((day, members) -> {
            Set<String> found = got.getOrDefault(day, Set.of());
            without(members, found).forEach(id -> missing.computeIfAbsent(id, one -> why.apply(one, day)));
            without(found, members).forEach(id -> unexpected.computeIfAbsent(id, one -> why.apply(one, day)));
        });
        line(
                what,
                Integer.toString(sizes(expected)),
                Integer.toString(sizes(got)),
                missing.size() + unexpected.size() == 0);
        shown("missing", List.copyOf(missing.values()), one -> one);
        shown("unexpected", List.copyOf(unexpected.values()), one -> one);
    }

    private static int sizes(Map<Instant, Set<String>> members) {
        return members.values().stream().mapToInt(Set::size).sum();
    }

    /** Rows by their key; what differs is named by key and column. */
    void rows(String what, Map<String, ProfileRow> expected, Map<String, ProfileRow> got) {
        List<String> differing = new ArrayList<>();
        Set<String> keys = new TreeSet<>(expected.keySet());
        keys.addAll(got.keySet());
        for (String key : keys) {
            ProfileRow wanted = expected.get(key);
            ProfileRow found = got.get(key);
            if (wanted == null || found == null) {
                differing.add(key + (wanted == null ? " is not expected" : " is missing"));
            } else {
                differing.addAll(cells(key, wanted.cells(), found.cells()));
            }
        }
        line(what, Integer.toString(expected.size()), Integer.toString(got.size()), differing.isEmpty());
        shown("differs", differing, one -> one);
    }

    private static List<String> cells(String key, Map<String, String> expected, Map<String, String> got) {
        Map<String, String> differing = new TreeMap<>();
        expected.forEach((column, wanted) -> {
            if (!Objects.equals(wanted, got.get(column))) {
                differing.put(
                        column, key + "." + column + ": expected '" + wanted + "', got '" + got.get(column) + "'");
            }
        });
        return List.copyOf(differing.values());
    }

    private static List<String> without(Set<String> these, Set<String> those) {
        return these.stream().filter(one -> !those.contains(one)).toList();
    }

    private void line(String what, String expected, String got, boolean equal) {
        if (groups.isEmpty()) {
            throw new IllegalStateException("'" + what + "' belongs to no group");
        }
        Group group = groups.get(groups.size() - 1);
        group.figures++;
        if (!equal) {
            group.differing++;
            differences++;
        }
        if (verbose || !equal) {
            above();
            lines.accept(String.format("%-40s %16s %16s  %s", what, expected, got, equal ? "ok" : "DIFFERS"));
        }
    }

    private void above() {
        if (!hasHeader) {
            hasHeader = true;
            lines.accept(String.format("%-40s %16s %16s", "", "expected", "got"));
        }
        if (!heading.isEmpty()) {
            lines.accept(heading);
            heading = "";
        }
    }

    private void shown(String kind, List<String> all, UnaryOperator<String> why) {
        all.stream().limit(SHOWN).forEach(one -> lines.accept("    " + kind + ": " + why.apply(one)));
        if (all.size() > SHOWN) {
            lines.accept("    … and " + (all.size() - SHOWN) + " more");
        }
    }

    int differences() {
        return differences;
    }
}
