package io.onefold.profile.projection;

import io.onefold.domain.Identifier;
import io.onefold.profile.change.Contact;
import io.onefold.profile.change.ProfileChanged;
import io.onefold.profile.change.ProfileChanged.Cause;
import io.onefold.profile.ownership.OwnershipPlan.HolderChange;
import io.onefold.profile.state.IdentifierKey;
import io.onefold.profile.state.ProfileState;
import io.onefold.profile.state.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a step of a profile says to the feed. */
final class Announcement {
    private Announcement() {}

    /**
     * @param step with its version
     * @param identifiers those that the profile holds after the step; only needed when {@link #mayChangeContact}
     * @param absorbed the ids that lead to the profile since this step
     */
    static ProfileChanged of(ProfileStep step, List<Identifier> identifiers, List<UUID> absorbed) {
        Cause cause = cause(step);
        boolean byEvents = cause == Cause.EVENT;
        ProfileRow after = step.after();
        if (after.erased()) {
            return ProfileChanged.erased(after.workspace(), after.id(), after.version());
        }
        return new ProfileChanged(
                after.workspace(),
                after.id(),
                after.version(),
                cause,
                after.exists(),
                after.resolvesTo(),
                absorbed,
                byEvents ? step.addition().behaviours().keySet() : Set.of(),
                traits(step, byEvents),
                earliest(step.addition()),
                mayChangeContact(step) ? contact(step, identifiers) : null,
                PureAddition.of(step, absorbed),
                false);
    }

    /** A profile that is no more was merged, although its records left it. */
    private static Cause cause(ProfileStep step) {
        if (step.isByErasure()) {
            return Cause.ERASURE;
        }
        Touch touch = step.touch();
        if (!touch.left.isEmpty()) {
            return step.after().resolvesTo() == null ? Cause.SPLIT : Cause.MERGE;
        }
        return touch.merged.isEmpty() ? Cause.EVENT : Cause.MERGE;
    }

    private static Set<String> traits(ProfileStep step, boolean byEvents) {
        ProfileState before = step.before().state();
        ProfileState after = step.after().state();
        Set<String> names = new TreeSet<>();
        if (byEvents) {
            names.addAll(step.addition().traits().keySet());
        } else {
            names.addAll(before.traits().keySet());
            names.addAll(after.traits().keySet());
        }
        names.removeIf(
                name -> Objects.equals(before.traits().get(name), after.traits().get(name)));
        return names;
    }

    private static @Nullable Instant earliest(ProfileState addition) {
        Span span = addition.span();
        return span == null ? null : span.first();
    }

    /** Whether it is worth reading the identifiers: most events say nothing of how a person is reached. */
    static boolean mayChangeContact(ProfileStep step) {
        ProfileState addition = step.addition();
        return step.touch().changesIdentifiers()
                || step.touch().changesRecords()
                || step.cameToExist()
                || mayReorderEmails(step)
                || !addition.consents().isEmpty()
                || !Collections.disjoint(addition.traits().keySet(), Contact.FIRST_NAMES);
    }

    /** The address that was seen last comes first, which says nothing as long as there is but one. */
    private static boolean mayReorderEmails(ProfileStep step) {
        if (Contact.emails(step.addition()).isEmpty()) {
            return false;
        }
        Set<IdentifierKey> before = Contact.emails(step.before().state());
        Set<IdentifierKey> after = Contact.emails(step.after().state());
        return after.size() > 1 || !before.equals(after);
    }

    private static @Nullable Contact contact(ProfileStep step, List<Identifier> identifiers) {
        Contact after = Contact.of(step.after().state(), identifiers);
        if (step.cameToExist()) {
            return after;
        }
        Contact before = Contact.of(step.before().state(), identifiersBefore(step, identifiers));
        return before.equals(after) ? null : after;
    }

    private static List<Identifier> identifiersBefore(ProfileStep step, List<Identifier> identifiers) {
        List<Identifier> before = new ArrayList<>(identifiers);
        before.removeAll(step.touch().gained.stream().map(Announcement::held).toList());
        before.addAll(step.touch().lost.stream().map(Announcement::held).toList());
        return before;
    }

    private static Identifier held(HolderChange change) {
        return new Identifier(
                change.identifier().namespace(), change.identifier().value(), true);
    }
}
