package io.onefold.profile.scan;

import io.onefold.profile.change.Times;
import io.onefold.profile.view.ProfileCodec;
import io.onefold.proto.profile.v1.EventFact;
import io.onefold.proto.profile.v1.FactSelector;
import io.onefold.proto.profile.v1.ProfileFacts;
import io.onefold.proto.profile.v1.ScannedProfile;
import io.onefold.proto.profile.v1.SelectedFacts;
import java.math.BigDecimal;
import java.util.List;

/** Reads selectors and writes facts. */
public final class FactsCodec {
    private FactsCodec() {}

    public static List<Selector> read(List<FactSelector> selectors) {
        return selectors.stream()
                .map(s -> new Selector(s.getKey(), s.getTypeValue(), s.getName(), s.getProperty()))
                .toList();
    }

    public static ProfileFacts write(Facts facts) {
        ProfileFacts.Builder written = ProfileFacts.newBuilder()
                .setWorkspace(facts.workspace())
                .setProfileId(facts.profileId().toString())
                .setVersion(facts.version())
                .setExists(facts.exists())
                .setOverflow(facts.overflow());
        facts.selected().forEach(selected -> written.addSelected(selected(selected)));
        return written.build();
    }

    private static SelectedFacts selected(Facts.Selected selected) {
        SelectedFacts.Builder written = SelectedFacts.newBuilder().setKey(selected.key());
        selected.events().forEach(event -> written.addEvents(fact(event)));
        return written.build();
    }

    private static EventFact fact(Facts.Fact fact) {
        BigDecimal value = fact.value();
        return EventFact.newBuilder()
                .setEventId(fact.eventId().toString())
                .setEventTime(Times.timestamp(fact.time()))
                .setValue(value == null ? "" : value.toPlainString())
                .build();
    }

    public static ScannedProfile write(ProfileScanner.Scanned scanned) {
        ScannedProfile.Builder written = ScannedProfile.newBuilder().setFacts(write(scanned.facts()));
        scanned.view().ifPresent(view -> written.setProfile(ProfileCodec.write(view)));
        return written.build();
    }
}
