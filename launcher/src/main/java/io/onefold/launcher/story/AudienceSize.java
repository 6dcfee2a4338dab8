package io.onefold.launcher.story;

import io.onefold.launcher.story.Table.Column;
import java.util.List;

/** How many members an audience has. */
public record AudienceSize(String name, String displayName, long members) {

    static List<String> lines(List<AudienceSize> audiences) {
        Table table = new Table(Column.TEXT, Column.NUMBER, Column.TEXT);
        audiences.forEach(one -> table.row(one.name, one.members, one.displayName));
        return table.lines();
    }
}
