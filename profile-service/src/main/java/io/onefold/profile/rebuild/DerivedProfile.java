package io.onefold.profile.rebuild;

import io.onefold.profile.projection.MemberStore.HeldIdentifier;
import io.onefold.profile.projection.MemberStore.Member;
import io.onefold.profile.state.ProfileState;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a profile is, beside its row.
 *
 * @param held the identifiers that lead to it
 * @param missing those of them that are not kept with it
 * @param strangers records that are kept with it and that it does not hold
 * @param strange identifiers that are kept with it and that do not lead to it
 */
record DerivedProfile(
        KeptProfile kept,
        boolean known,
        ProfileState state,
        List<HeldIdentifier> held,
        List<HeldIdentifier> missing,
        List<Member> strangers,
        List<HeldIdentifier> strange) {
    /** One that has another name is missing, and what is there is strange. */
    int wrongIdentifiers() {
        return (int) Stream.concat(missing.stream(), strange.stream())
                .map(HeldIdentifier::identifierId)
                .distinct()
                .count();
    }

    boolean isWrong() {
        return !missing.isEmpty() || !strangers.isEmpty() || !strange.isEmpty() || !kept.says(known, state);
    }
}
