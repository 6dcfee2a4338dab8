package io.onefold.activation.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import io.onefold.activation.campaign.Backoff;
import io.onefold.activation.campaign.Campaign;
import io.onefold.activation.campaign.Cause;
import io.onefold.activation.campaign.Letter;
import io.onefold.activation.campaign.Trigger;
import io.onefold.activation.contact.Contact;
import io.onefold.activation.contact.Person;
import io.onefold.activation.destination.Smtp;
import io.onefold.activation.suppression.Suppressions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whatever else holds: to or of who is erased nothing goes but that an id has left. */
class ErasedPersonPropertiesTest {
    private static final UUID ANN = new UUID(1, 1);
    private static final UUID FORMER = new UUID(2, 2);

    /** Asked for by the id that is erased, or by one that leads there and of which the erasure is not told yet. */
    private static Person person(Random random) {
        Contact erased = new Contact(
                ANN,
                "dev",
                random.nextInt(9),
                false,
                Optional.empty(),
                List.of(),
                List.of(),
                Set.of(),
                Set.of(),
                "",
                true);
        Contact former = new Contact(
                FORMER,
                "dev",
                random.nextInt(9),
                false,
                Optional.of(ANN),
                List.of("ann@example.com"),
                List.of(),
                Set.of("marketing/email"),
                Set.of(),
                "Ann",
                false);
        return new Person(
                random.nextBoolean() ? ANN : FORMER, Set.of(ANN, FORMER), Map.of(ANN, erased, FORMER, former));
    }

    private static Campaign campaign(Random random, boolean exit, boolean nameless) {
        return new Campaign(
                "any",
                "dev",
                "vip",
                exit ? Trigger.EXITED : Trigger.ENTERED,
                Set.of(Cause.EVENT),
                new Smtp("dev"),
                nameless ? Optional.empty() : Optional.of("marketing/email"),
                random.nextBoolean(),
                1 + random.nextInt(3),
                Backoff.DEFAULT,
                random.nextBoolean() ? Optional.of(new Letter("a", "b", "c")) : Optional.empty());
    }

    @Test
    void nothing_of_the_person_is_sent_and_nothing_is_awaited() {
        qt().withFixedSeed(20261122).withExamples(10_000).forAll(longs().all()).checkAssert(seed -> {
            Random random = new Random(seed);
            boolean exit = random.nextBoolean();
            boolean nameless = random.nextBoolean();
            Verdict verdict = new Circumstances(
                            campaign(random, exit, nameless),
                            random.nextBoolean(),
                            random.nextBoolean(),
                            random.nextBoolean(),
                            person(random),
                            random.nextInt(9),
                            random.nextBoolean(),
                            random.nextBoolean(),
                            Suppressions.NONE)
                    .verdict();
            if (exit && nameless) {
                assertEquals(
                        true,
                        verdict.equals(Verdict.Send.NAMELESS) || !(verdict instanceof Verdict.Send),
                        verdict::toString);
            } else {
                assertEquals(new Verdict.Suppress(Reason.ERASED), verdict);
            }
        });
    }
}
