package io.onefold.profile.projection;

import io.onefold.profile.ownership.OwnershipPlan.Standing;
import io.onefold.profile.state.ProfileState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A profile before and after one transaction, without its new version.
 *
 * @param addition what new events added; what came from other profiles is not in it
 */
record ProfileStep(ProfileRow before, ProfileRow after, Touch touch, ProfileState addition) {

    /** @param anew the merge over the records that the profile has now, when one of them left; else null */
    static ProfileStep of(ProfileRow before, Touch touch, @Nullable ProfileState anew) {
        ProfileState state = anew == null ? grown(before, touch) : anew;
        ProfileRow after = standing(before, touch.standing, state);
        return new ProfileStep(before, after, touch, ProfileState.mergeAll(touch.added));
    }

    private static ProfileRow standing(ProfileRow before, @Nullable Standing said, ProfileState state) {
        Standing standing = said != null && said.version() > before.identityVersion()
                ? said
                : new Standing(
                        before.workspace(), before.resolvesTo(), before.identityVersion(), before.erased(), false);
        return new ProfileRow(
                before.id(),
                before.workspace(),
                before.version(),
                standing.version(),
                before.known(),
                standing.resolvesTo(),
                standing.erased(),
                state);
    }

    private static ProfileState grown(ProfileRow before, Touch touch) {
        List<ProfileState> parts = new ArrayList<>(touch.added);
        parts.addAll(touch.merged);
        return ProfileState.merge(before.state(), ProfileState.mergeAll(parts));
    }

    ProfileStep as(boolean known, long version) {
        ProfileRow settled = new ProfileRow(
                after.id(),
                after.workspace(),
                version,
                after.identityVersion(),
                known,
                after.resolvesTo(),
                after.erased(),
                after.state());
        return new ProfileStep(before, settled, touch, addition);
    }

    /** Whether the profile is another one than before: only then its version rises. */
    boolean isChange() {
        return !touch.added.isEmpty()
                || touch.changesRecords()
                || touch.changesIdentifiers()
                || !Objects.equals(before.resolvesTo(), after.resolvesTo())
                || isErasure();
    }

    /** Whether this makes an end of an erased person. */
    boolean isErasure() {
        return after.erased() && !before.erased();
    }

    /** Whether it follows from somebody's erasure, be it of another one. */
    boolean isByErasure() {
        Standing said = touch.standing;
        return !touch.emptied.isEmpty()
                || (said != null
                        && said.byErasure()
                        && (touch.changesRecords() || touch.changesIdentifiers() || isErasure()));
    }

    /** Whether its row is another one than before. Every change of identity comes by two roads, and the second time it is not. */
    boolean isNews() {
        return isChange() || after.identityVersion() != before.identityVersion();
    }

    /** Whether anybody can have seen the profile or can see it now. */
    boolean isVisible() {
        return before.exists() || after.exists() || isErasure();
    }

    /** Whether the profile is the same one as before but for what was added to it, and was there before. */
    boolean isGrowth() {
        return before.exists()
                && !touch.hasLosses()
                && touch.merged.isEmpty()
                && !touch.changesIdentifiers()
                && before.resolvesTo() == null
                && after.resolvesTo() == null;
    }

    boolean cameToExist() {
        return !before.exists() && after.exists();
    }
}
