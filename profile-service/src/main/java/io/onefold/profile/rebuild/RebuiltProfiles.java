package io.onefold.profile.rebuild;

import io.onefold.kit.feed.FeedEpoch;
import io.onefold.kit.feed.FeedLog;
import io.onefold.kit.feed.NewItem;
import io.onefold.kit.feed.Version;
import io.onefold.kit.sql.Transaction;
import io.onefold.profile.change.Contact;
import io.onefold.profile.change.ProfileChangeCodec;
import io.onefold.profile.change.ProfileChanged;
import io.onefold.profile.projection.MemberStore;
import io.onefold.profile.projection.MemberStore.HeldIdentifier;
import io.onefold.profile.projection.MemberStore.Member;
import io.onefold.profile.projection.ProfileStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes profiles that were derived anew, at their next version, and tells everybody downstream. A contact is told only when it follows from
 * the truths, and whole: by a consent that is lost in a spoilt state a message could go out, and for want of an address somebody leave a list.
 */
@ApplicationScoped
class RebuiltProfiles {
    private final ProfileWalkStore walk;
    private final MemberStore members;
    private final ProfileStore profiles;
    private final FeedLog feed;
    private final FeedEpoch epoch;

    RebuiltProfiles(ProfileWalkStore walk, MemberStore members, ProfileStore profiles, FeedLog feed, FeedEpoch epoch) {
        this.walk = walk;
        this.members = members;
        this.profiles = profiles;
        this.feed = feed;
        this.epoch = epoch;
    }

    /** Profiles whose rows the caller has locked, with everything that belongs to them. */
    void write(Transaction tx, List<DerivedProfile> derived) {
        regroup(tx, derived);
        profiles.write(
                tx,
                derived.stream()
                        .map(one -> one.kept().with(one.known(), one.state(), next(one.kept())))
                        .toList());
        announce(
                tx,
                derived.stream()
                        .filter(one -> one.kept().existing() || one.state().exists())
                        .map(one -> item(one.kept(), one.state().exists(), contact(one)))
                        .toList());
    }

    /** What has another name goes before it comes. */
    private void regroup(Transaction tx, List<DerivedProfile> derived) {
        List<Member> strangers =
                derived.stream().flatMap(one -> one.strangers().stream()).toList();
        List<HeldIdentifier> strange =
                derived.stream().flatMap(one -> one.strange().stream()).toList();
        List<HeldIdentifier> missing =
                derived.stream().flatMap(one -> one.missing().stream()).toList();
        if (!strangers.isEmpty()) {
            var removed = members.removeRecords(tx, strangers);
        }
        if (!strange.isEmpty()) {
            var removed = members.removeIdentifiers(tx, strange);
        }
        if (!missing.isEmpty()) {
            var added = members.addIdentifiers(tx, missing);
        }
    }

    /** What can be read of the profiles by their records is another than before; what they say themselves is looked at later. */
    void announceRecords(Transaction tx, List<KeptProfile> kept) {
        Map<UUID, Long> versions = new HashMap<>();
        kept.forEach(one -> versions.put(one.id(), next(one)));
        walk.raise(tx, versions);
        announce(
                tx,
                kept.stream()
                        .filter(KeptProfile::existing)
                        .map(one -> item(one, true, null))
                        .toList());
    }

    private long next(KeptProfile kept) {
        return Version.after(kept.version(), epoch.present());
    }

    private static Contact contact(DerivedProfile derived) {
        return Contact.of(
                derived.state(),
                derived.held().stream().map(HeldIdentifier::identifier).toList());
    }

    private NewItem item(KeptProfile kept, boolean exists, @Nullable Contact contact) {
        return ProfileChangeCodec.item(new ProfileChanged(
                kept.workspace(),
                kept.id(),
                next(kept),
                ProfileChanged.Cause.REBUILD,
                exists,
                kept.resolvesTo(),
                List.of(),
                List.of(),
                List.of(),
                null,
                contact,
                null,
                false));
    }

    private void announce(Transaction tx, List<NewItem> items) {
        if (!items.isEmpty()) {
            var unused = feed.append(tx, items);
        }
    }
}
