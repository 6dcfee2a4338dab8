package io.onefold.profile.view;

import io.onefold.domain.Identifier;
import io.onefold.kit.error.Failures;
import io.onefold.kit.sql.Transaction;
import io.onefold.profile.event.StoredEventCodec;
import io.onefold.profile.projection.KnownNamespaces;
import io.onefold.profile.projection.MemberStore;
import io.onefold.profile.projection.ProfileRow;
import io.onefold.profile.state.ProfileState;
import io.onefold.profile.state.Stamp;
import io.onefold.profile.timeline.SelectionStore;
import io.onefold.profile.timeline.Selector;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Serves the view of a profile as of an instant: its events up to then are folded anew, with the knowledge of now about who is who. */
@ApplicationScoped
class PastViewer {
    private static final int MAX_EVENTS = 50_000;

    private final MemberStore members;
    private final SelectionStore events;
    private final KnownNamespaces known;

    PastViewer(MemberStore members, SelectionStore events, KnownNamespaces known) {
        this.members = members;
        this.events = events;
        this.known = known;
    }

    /** How many events the views of one call may be folded from, together. */
    static final class Budget {
        private long left = MAX_EVENTS;

        private boolean takes(long events) {
            boolean fits = events <= left;
            left -= fits ? events : 0;
            return fits;
        }
    }

    ProfileView view(Transaction tx, ProfileRow row, ProfileKey key, Instant asOf, Budget budget) {
        Instant first = row.state().firstCreating();
        if (first == null || first.isAfter(asOf)) {
            throw Failures.profileNotFound(key + " as of " + asOf);
        }
        if (row.state().eventCount() > MAX_EVENTS) {
            throw Failures.limitExceeded("a view of the past is folded from at most " + MAX_EVENTS
                    + " events; the profile has " + row.state().eventCount());
        }
        if (!budget.takes(row.state().eventCount())) {
            throw Failures.limitExceeded("the views of the past of one batch are folded from at most " + MAX_EVENTS
                    + " events together; ask for this one in another");
        }
        ProfileState state = fold(tx, row.id(), asOf);
        List<Identifier> identifiers =
                members.identifiers(tx, List.of(row.id())).getOrDefault(row.id(), List.of()).stream()
                        .filter(i -> state.firstCreating(i.namespace(), i.value()) != null)
                        .sorted()
                        .toList();
        ProfileRow past = new ProfileRow(
                row.id(),
                row.workspace(),
                row.version(),
                row.identityVersion(),
                known.anyOf(identifiers),
                row.resolvesTo(),
                row.erased(),
                state);
        return new ProfileView(past, identifiers, ThirdPartyRows.live(state.thirdParty(), asOf));
    }

    private ProfileState fold(Transaction tx, UUID profileId, Instant asOf) {
        List<UUID> records = members.records(tx, List.of(profileId)).getOrDefault(profileId, List.of());
        ProfileState state = ProfileState.EMPTY;
        Stamp after = SelectionStore.BEGINNING;
        boolean more = true;
        while (more) {
            StillAsked.require();
            SelectionStore.Page page = events.page(tx, records, List.of(Selector.ANY), after, asOf);
            state = ProfileState.merge(
                    state,
                    ProfileState.fold(page.events().stream()
                            .map(event -> StoredEventCodec.facts(event.payload()))
                            .toList()));
            more = page.more();
            after = more ? page.last() : after;
        }
        return state;
    }
}
