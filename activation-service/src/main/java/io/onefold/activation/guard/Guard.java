package io.onefold.activation.guard;

import io.onefold.activation.campaign.Campaign;
import io.onefold.activation.campaign.CampaignRunStore;
import io.onefold.activation.contact.Contact;
import io.onefold.activation.contact.ContactStore;
import io.onefold.activation.contact.Person;
import io.onefold.activation.delivery.Delivery;
import io.onefold.activation.destination.DestinationRunStore;
import io.onefold.activation.membership.MembershipStore;
import io.onefold.activation.suppression.SuppressionStore;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Nothing goes out unasked. Reads everything and claims the person in the caller's one transaction: the contacts of all the person's ids
 * stay locked, so that a merge or a withdrawn consent comes either before the verdict or after it, and two deliveries to one person
 * come one after the other.
 */
@ApplicationScoped
public class Guard {
    private final CampaignRunStore runs;
    private final DestinationRunStore destinations;
    private final ContactStore contacts;
    private final ClaimStore claims;
    private final SuppressionStore suppressions;
    private final MembershipStore memberships;
    private final Freshness freshness;

    Guard(
            CampaignRunStore runs,
            DestinationRunStore destinations,
            ContactStore contacts,
            ClaimStore claims,
            SuppressionStore suppressions,
            MembershipStore memberships,
            Freshness freshness) {
        this.memberships = memberships;
        this.runs = runs;
        this.destinations = destinations;
        this.contacts = contacts;
        this.claims = claims;
        this.suppressions = suppressions;
        this.freshness = freshness;
    }

    /** Nothing of the delivery reached the person: another one may. */
    public void letGo(Transaction tx, Delivery delivery, Campaign campaign) {
        if (campaign.once()) {
            // For the locks: who asks about the person meanwhile waits for what is let go here.
            Person unused = contacts.lockPerson(tx, delivery.profileId());
            claims.release(tx, campaign.id(), delivery.id());
        }
    }

    /**
     * After a merge the profile that is led to counts as well: but only once the delivery's own is out, for until then the feed may not have
     * told what became of the two together.
     */
    private boolean hasLeft(Transaction tx, Delivery delivery, Person person) {
        boolean over = memberships
                .find(tx, delivery.workspace(), delivery.audience(), delivery.profileId())
                .filter(own -> own.isOver(delivery.sequence(), delivery.effectiveTime()))
                .isPresent();
        UUID present = person.present().map(Contact::profileId).orElse(delivery.profileId());
        if (!over || present.equals(delivery.profileId())) {
            return over;
        }
        return memberships
                .find(tx, delivery.workspace(), delivery.audience(), present)
                .filter(led -> led.isOver(delivery.effectiveTime()))
                .isPresent();
    }

    public Verdict ask(Transaction tx, Delivery delivery, Campaign campaign, Instant now) {
        Person person = contacts.lockPerson(tx, delivery.profileId());
        List<String> emails = person.present().map(Contact::emails).orElse(List.of());
        Verdict verdict = new Circumstances(
                        campaign,
                        runs.isRunning(tx, campaign.id()),
                        destinations.isDisabled(tx, campaign.destination().id()),
                        freshness.isBehind(tx, now),
                        person,
                        delivery.profileVersion(),
                        campaign.letter().isPresent() && delivery.entered() && hasLeft(tx, delivery, person),
                        campaign.once() && claims.isClaimedByAnother(tx, person.ids(), campaign.id(), delivery.id()),
                        suppressions.of(tx, campaign.workspace(), emails))
                .verdict();
        if (campaign.once() && verdict instanceof Verdict.Send) {
            claims.claim(tx, person.ids(), campaign.id(), delivery.id());
        }
        return verdict;
    }
}
