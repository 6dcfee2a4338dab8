package io.onefold.launcher.story;

import java.util.ArrayList;
import java.util.List;

/** Things one after the other, on as many lines as they need. */
final class Wrapped {
    private Wrapped() {}

    /** @param head stands before the first of them; the lines after it are indented as far */
    static List<String> lines(String head, List<String> things) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(head);
        for (int i = 0; i < things.size(); i++) {
            String thing = things.get(i) + (i < things.size() - 1 ? "," : "");
            boolean first = line.length() == head.length();
            if (!first && line.length() + 1 + thing.length() > Text.WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(" ".repeat(head.length()));
                first = true;
            }
            line.append(first ? "" : " ").append(thing);
        }
        lines.add(line.toString());
        return lines.stream().map(one -> Text.clip(one, Text.WIDTH)).toList();
    }
}
