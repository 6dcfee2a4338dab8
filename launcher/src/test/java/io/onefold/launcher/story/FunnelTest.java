package io.onefold.launcher.story;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.onefold.proto.ingestion.v1.LedgerEntry;
import io.onefold.proto.profile.v1.Profile;
import io.onefold.proto.type.v1.Channel;
import java.util.List;
import org.junit.jupiter.api.Test;

class FunnelTest {
    private static final LedgerEntry WEB = LedgerEntry.newBuilder()
            .setSource("web")
            .setChannel(Channel.CHANNEL_WEB)
            .setReceived(12_345)
            .setAccepted(12_000)
            .setDuplicate(300)
            .setQuarantined(40)
            .setRejected(5)
            .putReasons("missing_id", 40)
            .putReasons("json", 5)
            .build();
    private static final LedgerEntry CRM = LedgerEntry.newBuilder()
            .setSource("crm")
            .setChannel(Channel.CHANNEL_CRM)
            .setReceived(10)
            .setAccepted(10)
            .build();
    private static final List<Profile> PEOPLE = List.of(
            People.known("1", "user_id:1", "email:ann@x.fr").build(),
            People.known("2", "anonymous_id:a").setKnown(false).build());

    @Test
    void everySourceHasItsLineAndTheSumStandsBelow() {
        List<String> lines = Funnel.lines(List.of(WEB, CRM), PEOPLE, 7);
        assertEquals("  source  channel  received  accepted  duplicate  quarantined  rejected", lines.get(0));
        assertEquals("  web     web        12,345    12,000        300           40         5", lines.get(1));
        assertEquals("  crm     crm            10        10          0            0         0", lines.get(2));
        assertEquals("  all                12,355    12,010        300           40         5", lines.get(3));
        assertEquals("  why not accepted: missing_id 40, json 5", lines.get(4));
        assertEquals(
                List.of("12,010  events accepted", "7  records", "3  identifiers", "2  profiles"),
                lines.subList(6, 10).stream()
                        .map(line -> line.strip().replaceAll("^(\\S+  \\S+( accepted)?).*", "$1"))
                        .toList());
        assertEquals(
                "1 known and 1 anonymous people",
                lines.get(9).substring(lines.get(9).indexOf("1 known")));
    }

    @Test
    void nothingIsSaidOfRefusalsWhenThereAreNone() {
        List<String> lines = Funnel.lines(List.of(CRM), PEOPLE, 7);
        assertEquals(0, lines.stream().filter(line -> line.contains("why not")).count());
    }
}
