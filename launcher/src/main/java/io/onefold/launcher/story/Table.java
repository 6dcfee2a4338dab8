package io.onefold.launcher.story;

import java.util.ArrayList;
import java.util.List;

/** Columns under each other; what is longer than a line is cut off. */
final class Table {
    /** How a column is written. */
    enum Column {
        TEXT,
        NUMBER
    }

    private static final String INDENT = "  ";
    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    Table(Column... columns) {
        this.columns = List.of(columns);
    }

    Table row(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(cell instanceof Long number ? Text.count(number) : String.valueOf(cell));
        }
        rows.add(row);
        return this;
    }

    List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder(INDENT);
        for (int i = 0; i < row.size(); i++) {
            int column = i;
            int width = rows.stream()
                    .mapToInt(one -> one.get(column).length())
                    .max()
                    .orElse(0);
            String padding = " ".repeat(width - row.get(i).length());
            line.append(i == 0 ? "" : GAP)
                    .append(columns.get(i) == Column.NUMBER ? padding + row.get(i) : row.get(i) + padding);
        }
        return Text.clip(line.toString().stripTrailing(), Text.WIDTH);
    }
}
