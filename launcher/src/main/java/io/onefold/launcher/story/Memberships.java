package io.onefold.launcher.story;

import io.onefold.launcher.story.Table.Column;
import io.onefold.proto.segment.v1.Membership;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The audiences that one person is in. */
final class Memberships {
    private Memberships() {}

    static List<String> lines(List<Membership> memberships, List<AudienceSize> audiences) {
        if (memberships.isEmpty()) {
            return List.of("  in no audience");
        }
        Map<String, String> displayNames =
                audiences.stream().collect(Collectors.toMap(AudienceSize::name, AudienceSize::displayName));
        Table table = new Table(Column.TEXT, Column.TEXT, Column.TEXT);
        memberships.forEach(one -> table.row(
                one.getAudience(),
                "since " + Text.day(one.getSince()),
                displayNames.getOrDefault(one.getAudience(), "")));
        List<String> lines = new ArrayList<>();
        lines.add("  in %s of %d audiences:".formatted(memberships.size(), audiences.size()));
        table.lines().forEach(line -> lines.add(Text.clip("  " + line, Text.WIDTH)));
        return lines;
    }
}
