package io.onefold.launcher.demo;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Expected against got, line by line, with what differs named. */
final class Comparison {
    private static final int SHOWN = 5;

    private final Consumer<String> lines;
    private int differences;

    Comparison(Consumer<String> lines) {
        this.lines = lines;
        lines.accept(String.format("%-34s %18s %18s", "", "expected", "got"));
    }

    void number(String what, long expected, long got) {
        line(what, Long.toString(expected), Long.toString(got), expected == got);
    }

    void amount(String what, BigDecimal expected, BigDecimal got) {
        line(what, expected.toPlainString(), got.toPlainString(), expected.compareTo(got) == 0);
    }

    void set(String what, Set<String> expected, Set<String> got) {
        boolean equal = expected.equals(got);
        line(what, Integer.toString(expected.size()), Integer.toString(got.size()), equal);
        if (!equal) {
            shown("missing", without(expected, got));
            shown("unexpected", without(got, expected));
        }
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
        shown("differs", differing);
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
        lines.accept(String.format("%-34s %18s %18s  %s", what, expected, got, equal ? "ok" : "DIFFERS"));
        if (!equal) {
            differences++;
        }
    }

    private void shown(String kind, List<String> all) {
        all.stream().limit(SHOWN).forEach(one -> lines.accept("    " + kind + ": " + one));
        if (all.size() > SHOWN) {
            lines.accept("    … and " + (all.size() - SHOWN) + " more");
        }
    }

    int differences() {
        return differences;
    }
}
