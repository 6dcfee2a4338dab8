package io.onefold.activation.guard;

import io.onefold.activation.campaign.Campaign;
import io.onefold.activation.campaign.Trigger;
import io.onefold.activation.contact.Contact;
import io.onefold.activation.contact.Person;
import io.onefold.activation.destination.Smtp;
import io.onefold.activation.suppression.Suppressions;
import java.util.List;
import java.util.Optional;

/**
 * All that the guard looks at, from one transaction.
 *
 * @param campaign what is to be sent
 * @param running whether the campaign sends at present
 * @param destinationDisabled whether its destination wants nothing more
 * @param contactsBehind whether the contacts are further behind than is allowed
 * @param person the person's ids and contacts
 * @param profileVersion the version of the profile whose entry made the delivery: older contacts do not count
 * @param left whether the person has left the audience since the entry of which a mail tells
 * @param claimedByAnother whether another delivery of the campaign has gone to one of the person's ids
 * @param suppressions what is known against the person's addresses
 */
record Circumstances(
        Campaign campaign,
        boolean running,
        boolean destinationDisabled,
        boolean contactsBehind,
        Person person,
        long profileVersion,
        boolean left,
        boolean claimedByAnother,
        Suppressions suppressions) {

    /** Fail-closed: what is not known is awaited, and what is not granted is refused. */
    Verdict verdict() {
        // For good, so nothing else is awaited.
        if (person.isErased() && !tellsOfTheGone()) {
            return new Verdict.Suppress(Reason.ERASED);
        }
        if (!running) {
            return new Verdict.Wait("the campaign does not run");
        }
        if (destinationDisabled) {
            return new Verdict.Wait("the destination wants nothing more");
        }
        if (contactsBehind) {
            return new Verdict.Wait("the contacts are behind");
        }
        if (!person.isErased()
                && person.ofAsked().filter(c -> c.version() >= profileVersion).isEmpty()) {
            return new Verdict.Wait("the profile's own change has not arrived");
        }
        return person.present().map(this::verdict).orElse(new Verdict.Wait("where the profile leads has not arrived"));
    }

    private Verdict verdict(Contact contact) {
        if (!contact.existing() && !tellsOfTheGone()) {
            return new Verdict.Suppress(Reason.PROFILE_GONE);
        }
        if (left) {
            return new Verdict.Suppress(Reason.LEFT);
        }
        if (campaign.once() && claimedByAnother) {
            return new Verdict.Suppress(Reason.ONCE_PER_PERSON);
        }
        // Whatever is sent along or not: who wants to hear nothing is not told of. An exit of a profile that is no more
        // has nobody to ask.
        if (contact.existing() && suppressions.forbid(contact.emails())) {
            return new Verdict.Suppress(Reason.ADDRESS_SUPPRESSED);
        }
        return campaign.consent().map(consent -> verdict(contact, consent)).orElse(Verdict.Send.NAMELESS);
    }

    /** Who was told of an entry without any identifier may be told of the exit, whatever became of the profile. */
    private boolean tellsOfTheGone() {
        return campaign.trigger() == Trigger.EXITED && campaign.consent().isEmpty();
    }

    private Verdict verdict(Contact contact, String consent) {
        Optional<Boolean> allowed = contact.allows(consent);
        if (allowed.isEmpty() || !allowed.get()) {
            return new Verdict.Suppress(allowed.isEmpty() ? Reason.CONSENT_UNKNOWN : Reason.CONSENT_DENIED);
        }
        List<String> emails = suppressions.withoutBounced(contact.emails());
        if (campaign.destination() instanceof Smtp && emails.isEmpty()) {
            return new Verdict.Suppress(contact.emails().isEmpty() ? Reason.NO_ADDRESS : Reason.ADDRESS_SUPPRESSED);
        }
        return new Verdict.Send(emails, contact.phones(), contact.firstName());
    }
}
