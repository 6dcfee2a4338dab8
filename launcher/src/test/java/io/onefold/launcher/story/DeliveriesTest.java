package io.onefold.launcher.story;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.onefold.devstack.Mailbox.Mail;
import io.onefold.proto.profile.v1.Profile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
    private static final Mail MAIL = new Mail(List.of("Ann@X.fr"), "Ann, welcome", "", Map.of());
    private static final Profile ANN = People.known("1", "email:ann@x.fr")
            .addConsents(People.consent("marketing", "email", true))
            .addConsents(People.consent("advertising", "ads", true))
            .build();
    private static final Profile BOB = People.known("2", "email:bob@x.fr")
            .addConsents(People.consent("marketing", "email", false))
            .build();
    private static final Profile EVE = People.known("3", "email:eve@x.fr")
            .addConsents(People.consent("marketing", "email", true))
            .build();

    @Test
    void everyMemberIsAccountedFor() {
        assertEquals(
                List.of(
                        "  3 people in audience vip:",
                        "    1 mail to 1 of them, such as \"Ann, welcome\"",
                        "    1 was not asked: no consent to marketing by e-mail",
                        "    1 consented and had no mail: capped, suppressed or still waiting",
                        "    1 agreed to advertising: the partner's list has 1 e-mail address, as hashes"),
                new Deliveries("vip", List.of(ANN, BOB, EVE), List.of(MAIL), 1).lines());
    }

    @Test
    void aPersonsMailsAreFoundInAnyWritingOfTheAddress() {
        assertEquals(List.of("to Ann@X.fr: \"Ann, welcome\""), Deliveries.to(ANN, List.of(MAIL)));
        assertEquals(List.of(), Deliveries.to(BOB, List.of(MAIL)));
    }
}
