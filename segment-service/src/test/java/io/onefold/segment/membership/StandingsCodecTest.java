package io.onefold.segment.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StandingsCodecTest {
    @Test
    void whatIsReadIsWhatWasWritten() {
        Standing member = standing(List.of(Instant.parse("2011-12-10T00:00:00.000001Z")), Optional.empty());
        Standing gone = standing(
                List.of(Instant.parse("1969-12-31T23:59:59.999999Z"), Instant.parse("2011-12-10T00:00:00Z")),
                Optional.of(Instant.parse("2012-01-01T00:00:00Z")));
        comesBack(new Standings(
                Optional.of(Instant.parse("2011-12-09T12:00:00Z")),
                Map.of(member.audienceId(), member, gone.audienceId(), gone)));
        comesBack(new Standings(Optional.empty(), Map.of()));
    }

    @Test
    void aRowThatExpiresInTheLastYearIsDueThen() {
        Standing due = standing(
                List.of(Instant.parse("0001-01-01T00:00:00Z")),
                Optional.of(Instant.parse("9999-12-31T23:59:59.999999Z")));
        comesBack(new Standings(Optional.of(Instant.EPOCH), Map.of(due.audienceId(), due)));
    }

    private static void comesBack(Standings standings) {
        assertEquals(standings, StandingsCodec.read(StandingsCodec.write(standings)));
    }

    private static Standing standing(List<Instant> flips, Optional<Instant> due) {
        return new Standing(UUID.randomUUID(), 3, Long.MAX_VALUE, Instant.EPOCH, 7, flips, due);
    }
}
