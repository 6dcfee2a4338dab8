package io.onefold.profile.scan;

import io.onefold.profile.change.Times;
import io.onefold.profile.event.RawField;
import io.onefold.profile.timeline.Content;
import io.onefold.profile.timeline.Selector;
import io.onefold.profile.view.ProfileCodec;
import io.onefold.proto.profile.v1.FactSelector;
import io.onefold.proto.profile.v1.NamespaceFact;
import io.onefold.proto.profile.v1.ProfileFacts;
import io.onefold.proto.profile.v1.ScanProfilesResponse;
import io.onefold.proto.profile.v1.ScannedProfile;
import java.util.ArrayList;
import java.util.List;

/** Reads selectors and writes facts. */
public final class FactsCodec {
    private static final int RESPONSE_BYTES = 4 << 20;

    private FactsCodec() {}

    public static List<Selector> read(List<FactSelector> selectors) {
        return selectors.stream()
                .map(s -> new Selector(
                        (short) s.getTypeValue(), s.getName(), (short) s.getChannelValue(), flag(s.getContentValue())))
                .toList();
    }

    private static short flag(int content) {
        return switch (content) {
            case FactSelector.Content.CONTENT_UNSPECIFIED_VALUE -> Selector.ANY.content();
            case FactSelector.Content.CONTENT_TRAITS_VALUE -> Content.TRAITS.flag();
            case FactSelector.Content.CONTENT_CONSENT_VALUE -> Content.CONSENT.flag();
            case FactSelector.Content.CONTENT_THIRD_PARTY_VALUE -> Content.THIRD_PARTY.flag();
            default -> throw new IllegalArgumentException("no content has the number " + content);
        };
    }

    public static ProfileFacts write(Facts facts) {
        ProfileFacts.Builder written = ProfileFacts.newBuilder()
                .setWorkspace(facts.workspace())
                .setProfileId(facts.profileId().toString())
                .setVersion(facts.version())
                .setExists(facts.exists())
                .setOverflow(facts.overflow())
                .setUnknownFields(RawField.of(ProfileFacts.EVENTS_FIELD_NUMBER, facts.events()));
        facts.namespaces()
                .forEach((namespace, first) -> written.addNamespaces(
                        NamespaceFact.newBuilder().setNamespace(namespace).setFirstTime(Times.timestamp(first))));
        if (facts.firstTime() != null) {
            written.setFirstTime(Times.timestamp(facts.firstTime()));
        }
        if (facts.resolvesTo() != null) {
            written.setResolvesTo(facts.resolvesTo().toString());
        }
        return written.build();
    }

    /** Answers of a few MiB each, or of one profile that is larger. */
    public static List<ScanProfilesResponse> write(List<ProfileScanner.Scanned> chunk) {
        List<ScanProfilesResponse> responses = new ArrayList<>();
        ScanProfilesResponse.Builder response = ScanProfilesResponse.newBuilder();
        int bytes = 0;
        for (ProfileScanner.Scanned scanned : chunk) {
            ScannedProfile written = write(scanned);
            if (bytes > 0 && bytes + written.getSerializedSize() > RESPONSE_BYTES) {
                responses.add(response.build());
                response = ScanProfilesResponse.newBuilder();
                bytes = 0;
            }
            bytes += written.getSerializedSize();
            response.addProfiles(written);
        }
        responses.add(response.build());
        return responses;
    }

    private static ScannedProfile write(ProfileScanner.Scanned scanned) {
        ScannedProfile.Builder written = ScannedProfile.newBuilder().setFacts(write(scanned.facts()));
        scanned.view().ifPresent(view -> written.setProfile(ProfileCodec.write(view)));
        return written.build();
    }
}
