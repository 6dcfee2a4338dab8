package io.onefold.activation.guard;

import io.onefold.activation.contact.Contact;
import io.onefold.activation.contact.Person;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * All that the guard looks at, from one transaction.
 *
 * @param consent what the person must have granted, as `purpose/channel`
 * @param running whether the campaign sends at present
 * @param contactsAt up to when, in real time, the contacts are known; empty: nothing is known
 * @param person the person's ids and contacts
 * @param profileVersion the version of the profile whose entry made the delivery: older contacts do not count
 * @param claimedByAnother whether another delivery of the campaign has gone to one of the person's ids
 */
record Circumstances(
        String consent,
        boolean running,
        Optional<Instant> contactsAt,
        Instant now,
        Duration maxLag,
        Person person,
        long profileVersion,
        boolean claimedByAnother) {

    /** Fail-closed: what is not known is awaited, and what is not granted is refused. */
    Verdict verdict() {
        if (!running) {
            return new Verdict.Wait("the campaign does not run");
        }
        if (contactsAt.filter(at -> !at.plus(maxLag).isBefore(now)).isEmpty()) {
            return new Verdict.Wait("the contacts are behind");
        }
        if (person.ofAsked().filter(c -> c.version() >= profileVersion).isEmpty()) {
            return new Verdict.Wait("the profile's own change has not arrived");
        }
        return person.present().map(this::verdict).orElse(new Verdict.Wait("where the profile leads has not arrived"));
    }

    private Verdict verdict(Contact contact) {
        if (!contact.existing()) {
            return new Verdict.Suppress(Reason.PROFILE_GONE);
        }
        if (claimedByAnother) {
            return new Verdict.Suppress(Reason.ONCE_PER_PERSON);
        }
        if (contact.denied().contains(consent)) {
            return new Verdict.Suppress(Reason.CONSENT_DENIED);
        }
        if (!contact.granted().contains(consent)) {
            return new Verdict.Suppress(Reason.CONSENT_UNKNOWN);
        }
        return contact.emails().stream()
                .findFirst()
                .<Verdict>map(address -> new Verdict.Send(address, contact.firstName()))
                .orElse(new Verdict.Suppress(Reason.NO_ADDRESS));
    }
}
