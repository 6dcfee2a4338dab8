package io.onefold.activation.list;

import io.onefold.activation.contact.Contact;
import io.onefold.activation.destination.Partner;
import io.onefold.activation.membership.Membership;
import io.onefold.activation.suppression.Suppressions;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which hashes a profile wants on a list.
 *
 * @param outcome why these
 */
record ListDecision(Outcome outcome, Set<String> hashes) {
    /** Why a profile stands on a list, or why not. */
    enum Outcome {
        /** It does. */
        LISTED,
        /** It is no member of the audience. */
        NOT_A_MEMBER,
        /** Its profile is no more, or has been absorbed: the one that absorbed it is looked at by itself. */
        PROFILE_GONE,
        /** The person was erased. */
        ERASED,
        /** The person has refused or withdrawn consent. */
        CONSENT_DENIED,
        /** The person has said nothing about consent: that is a no. */
        CONSENT_UNKNOWN,
        /** The person wants to hear nothing. */
        SUPPRESSED,
        /** It has no address that the partner could match. */
        NO_ADDRESS,
        /** Its own change has not arrived: look again later. */
        WAIT
    }

    private static ListDecision none(Outcome outcome) {
        return new ListDecision(outcome, Set.of());
    }

    /** A remove needs nobody's consent; an add does, and a contact that is as new as the membership. */
    static ListDecision of(
            Membership membership,
            @Nullable Contact contact,
            String consent,
            Suppressions suppressions,
            Partner partner) {
        if (!membership.member()) {
            return none(Outcome.NOT_A_MEMBER);
        }
        if (contact != null && contact.erased()) {
            return none(Outcome.ERASED);
        }
        if (contact == null || contact.version() < membership.profileVersion()) {
            return none(Outcome.WAIT);
        }
        if (!contact.existing()) {
            return none(Outcome.PROFILE_GONE);
        }
        Optional<Boolean> allowed = contact.allows(consent);
        if (allowed.isEmpty() || !allowed.get()) {
            return none(allowed.isEmpty() ? Outcome.CONSENT_UNKNOWN : Outcome.CONSENT_DENIED);
        }
        if (suppressions.forbid(contact.emails())) {
            return none(Outcome.SUPPRESSED);
        }
        Set<String> hashes = contact.emails().stream()
                .flatMap(email -> partner.hash(email).stream())
                .collect(Collectors.toUnmodifiableSet());
        return hashes.isEmpty() ? none(Outcome.NO_ADDRESS) : new ListDecision(Outcome.LISTED, hashes);
    }
}
