package io.onefold.launcher.story;

import io.onefold.devstack.Mailbox.Mail;
import io.onefold.launcher.client.Retry;
import io.onefold.launcher.client.SuiteClient;
import io.onefold.proto.identity.v1.GetIdentityRequest;
import io.onefold.proto.identity.v1.GetIdentityResponse;
import io.onefold.proto.ingestion.v1.LedgerEntry;
import io.onefold.proto.profile.v1.ListTimelineRequest;
import io.onefold.proto.profile.v1.ListTimelineResponse;
import io.onefold.proto.profile.v1.Profile;
import io.onefold.proto.segment.v1.ListMembershipsRequest;
import io.onefold.proto.segment.v1.Membership;
import io.onefold.proto.type.v1.Channel;
import io.onefold.proto.type.v1.Event;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What came out, told to somebody who sees it for the first time; asked of the suite by its public RPCs. */
public final class Story {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int PAGE = 1_000;

    private final SuiteClient client;
    private final Consumer<String> lines;

    public Story(SuiteClient client, Consumer<String> lines) {
        this.client = client;
        this.lines = lines;
    }

    /**
     * What there is to tell.
     *
     * @param profiles all of them
     * @param records of all of them together
     * @param audiences by name
     * @param members the profile ids of each audience's members, by its name
     * @param campaignAudience the audience to whose members something is sent
     * @param mails in the sink, each once
     * @param listed how many addresses the advertising partner has
     * @param notShown profile ids of people who want to be forgotten
     */
    public record CameOut(
            List<LedgerEntry> ledger,
            List<Profile> profiles,
            long records,
            List<AudienceSize> audiences,
            Map<String, Set<String>> members,
            String campaignAudience,
            List<Mail> mails,
            int listed,
            Set<String> notShown) {}

    /** Gives the calls to try next about the person that was shown. */
    public List<Call> tell(CameOut out, int portOffset) {
        title("From events to people");
        Funnel.lines(out.ledger, out.profiles, out.records).forEach(lines);
        Optional<Profile> chosen = choose(out);
        List<Call> calls = chosen.map(person -> tell(person, out, portOffset)).orElse(List.of());
        title("Audiences, evaluated as events came and time passed");
        AudienceSize.lines(out.audiences).forEach(lines);
        title("What was sent");
        Set<String> members = out.members.getOrDefault(out.campaignAudience, Set.of());
        List<Profile> people = out.profiles.stream()
                .filter(profile -> members.contains(profile.getProfileId()))
                .toList();
        new Deliveries(out.campaignAudience, people, out.mails, out.listed)
                .lines()
                .forEach(lines);
        return calls;
    }

    /**
     * How to ask further.
     *
     * @param bringUp the command that brings the suite up again; none when it stays up
     */
    public void callsToTry(List<Call> calls, Optional<String> bringUp) {
        if (calls.isEmpty()) {
            return;
        }
        title("Try next");
        bringUp.ifPresent(command -> {
            lines.accept("# the suite of this demo has stopped, its data is kept: bring it up again");
            lines.accept(command);
            lines.accept("");
        });
        Call.SHELL_FUNCTION.forEach(lines);
        for (Call call : calls) {
            lines.accept("");
            call.lines().forEach(lines);
        }
    }

    private static Optional<Profile> choose(CameOut out) {
        Map<String, Integer> audiences = new HashMap<>();
        out.members.values().forEach(ids -> ids.forEach(id -> audiences.merge(id, 1, Integer::sum)));
        return new Richest(audiences, Deliveries.addresses(out.mails))
                .of(out.profiles.stream()
                        .filter(profile -> !out.notShown.contains(profile.getProfileId()))
                        .toList());
    }

    private List<Call> tell(Profile person, CameOut out, int portOffset) {
        title("One of them: " + Names.of(person));
        View.lines(person, newest(person)).forEach(lines);
        GetIdentityRequest request = GetIdentityRequest.newBuilder()
                .setProfileId(person.getProfileId())
                .build();
        GetIdentityResponse identity =
                Retry.within(PATIENCE, () -> client.identities().getIdentity(request));
        JoinedBy.lines(identity).forEach(lines);
        List<Membership> memberships = memberships(person, out);
        Memberships.lines(memberships, out.audiences).forEach(lines);
        List<String> mails = Deliveries.to(person, out.mails);
        lines.accept(mails.isEmpty() ? "  nothing was sent to this person" : "  sent by e-mail:");
        mails.forEach(mail -> lines.accept(Text.clip("    " + mail, Text.WIDTH)));
        Optional<String> audience =
                memberships.stream().map(Membership::getAudience).findFirst();
        return Calls.about(person, JoinedBy.firstSeen(identity), audience, portOffset);
    }

    private List<Membership> memberships(Profile person, CameOut out) {
        Set<String> names = new HashSet<>();
        out.audiences.forEach(audience -> names.add(audience.name()));
        ListMembershipsRequest request = ListMembershipsRequest.newBuilder()
                .setProfileId(person.getProfileId())
                .build();
        return Retry.within(PATIENCE, () -> client.audiences().listMemberships(request)).getMembershipsList().stream()
                .filter(one -> names.contains(one.getAudience()))
                .toList();
    }

    /** The newest event of each channel. */
    private Map<Channel, Event> newest(Profile person) {
        Map<Channel, Event> newest = new EnumMap<>(Channel.class);
        String page = "";
        do {
            ListTimelineRequest request = ListTimelineRequest.newBuilder()
                    .setProfileId(person.getProfileId())
                    .setPageSize(PAGE)
                    .setPageToken(page)
                    .build();
            ListTimelineResponse response =
                    Retry.within(PATIENCE, () -> client.profiles().listTimeline(request));
            response.getEventsList().forEach(event -> newest.putIfAbsent(event.getChannel(), event));
            page = response.getNextPageToken();
        } while (!page.isEmpty());
        return newest;
    }

    private void title(String title) {
        lines.accept("");
        lines.accept(title);
        lines.accept("-".repeat(title.length()));
    }
}
