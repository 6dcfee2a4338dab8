package io.onefold.launcher.demo;

import io.onefold.devstack.Mailbox;
import io.onefold.devstack.StackException;
import io.onefold.devstack.Wait;
import io.onefold.launcher.client.Retry;
import io.onefold.launcher.client.SuiteClient;
import io.onefold.proto.identity.v1.GetIdentityRequest;
import io.onefold.proto.ingestion.v1.GetLedgerRequest;
import io.onefold.proto.ingestion.v1.LedgerEntry;
import io.onefold.proto.profile.v1.Profile;
import io.onefold.proto.profile.v1.ScanProfilesRequest;
import io.onefold.proto.segment.v1.ListMembersRequest;
import io.onefold.proto.segment.v1.ListMembersResponse;
import io.onefold.proto.segment.v1.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Asks the suite, by its public RPCs, for what came out. */
final class Collector {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration MAIL_PATIENCE = Duration.ofMinutes(1);
    private static final int PAGE = 10_000;

    private final SuiteClient client;
    private final Consumer<String> lines;

    Collector(SuiteClient client, Consumer<String> lines) {
        this.client = client;
        this.lines = lines;
    }

    List<LedgerEntry> ledger() {
        return client.ledger().getLedger(GetLedgerRequest.getDefaultInstance()).getEntriesList();
    }

    /** Every profile, once everything that the token stands for is applied. */
    List<Profile> profiles(String token) {
        return Retry.within(PATIENCE, () -> {
            List<Profile> profiles = new ArrayList<>();
            ScanProfilesRequest request = ScanProfilesRequest.newBuilder()
                    .setIncludeProfile(true)
                    .setConsistencyToken(token)
                    .build();
            client.profiles()
                    .scanProfiles(request)
                    .forEachRemaining(response ->
                            response.getProfilesList().forEach(scanned -> profiles.add(scanned.getProfile())));
            return profiles;
        });
    }

    /** The values on the profiles' records that several profiles claim, as {@code namespace:value}. */
    Set<String> contested(Collection<Profile> profiles) {
        Set<String> contested = new TreeSet<>();
        for (Profile profile : profiles) {
            GetIdentityRequest request = GetIdentityRequest.newBuilder()
                    .setProfileId(profile.getProfileId())
                    .build();
            client.identities()
                    .getIdentity(request)
                    .getContestedList()
                    .forEach(identifier -> contested.add(identifier.getNamespace() + ":" + identifier.getValue()));
        }
        return contested;
    }

    /** The profile ids of the members, once everything that the token stands for is applied. */
    Set<String> members(String audience, String token) {
        Set<String> members = new TreeSet<>();
        String page = "";
        do {
            ListMembersRequest request = ListMembersRequest.newBuilder()
                    .setAudience(audience)
                    .setPageSize(PAGE)
                    .setPageToken(page)
                    .setConsistencyToken(token)
                    .build();
            ListMembersResponse response =
                    Retry.within(PATIENCE, () -> client.audiences().listMembers(request));
            response.getMembersList().stream().map(Member::getProfileId).forEach(members::add);
            page = response.getNextPageToken();
        } while (!page.isEmpty());
        return members;
    }

    /** Who got a mail, one per mail, once as many as expected are there; when they do not come, the comparison shows who is missing. */
    List<String> recipients(Mailbox mailbox, int expected) throws InterruptedException {
        try {
            Wait.until(MAIL_PATIENCE, expected + " mails are in the sink", () -> mailbox.count() >= expected);
        } catch (StackException late) {
            lines.accept(String.valueOf(late.getMessage()));
        }
        return mailbox.mails().stream().flatMap(mail -> mail.to().stream()).toList();
    }
}
