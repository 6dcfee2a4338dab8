package io.onefold.activation.guard;

import io.onefold.activation.campaign.ActivationConfig;
import io.onefold.activation.campaign.Campaign;
import io.onefold.activation.campaign.CampaignRunStore;
import io.onefold.activation.contact.Contact;
import io.onefold.activation.contact.ContactStore;
import io.onefold.activation.contact.Person;
import io.onefold.activation.contact.ProfilesUpstream;
import io.onefold.activation.delivery.Delivery;
import io.onefold.kit.feed.CursorStore;
import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/**
 * Nothing goes out unasked. Reads everything and claims the person in the caller's one transaction: the contacts of all the person's ids
 * stay locked, so that a merge or a withdrawn consent comes either before the verdict or after it, and two deliveries to one person
 * come one after the other.
 */
@ApplicationScoped
public class Guard {
    private static final String REAL_TIME = "";

    private final CampaignRunStore runs;
    private final ContactStore contacts;
    private final ClaimStore claims;
    private final CursorStore cursors;
    private final FeedConfig feeds;
    private final ActivationConfig config;

    Guard(
            CampaignRunStore runs,
            ContactStore contacts,
            ClaimStore claims,
            CursorStore cursors,
            FeedConfig feeds,
            ActivationConfig config) {
        this.runs = runs;
        this.contacts = contacts;
        this.claims = claims;
        this.cursors = cursors;
        this.feeds = feeds;
        this.config = config;
    }

    public Verdict ask(Transaction tx, Delivery delivery, Campaign campaign, Instant now) {
        Person person = contacts.lockPerson(tx, delivery.profileId());
        Verdict verdict = new Circumstances(
                        Contact.consent(campaign.purpose(), campaign.channel()),
                        runs.isRunning(tx, campaign.id()),
                        contactsAt(tx),
                        now,
                        config.maxLag(),
                        person,
                        delivery.profileVersion(),
                        claims.isClaimedByAnother(tx, person.ids(), campaign.id(), delivery.id()))
                .verdict();
        if (verdict instanceof Verdict.Send) {
            claims.claim(tx, person.ids(), campaign.id(), delivery.id());
        }
        return verdict;
    }

    private Optional<Instant> contactsAt(Transaction tx) {
        return Optional.ofNullable(
                cursors.clocks(tx, ProfilesUpstream.FEED, feeds.partitions()).get(REAL_TIME));
    }
}
