package io.onefold.launcher.demo;

import io.onefold.devstack.Mailbox;
import io.onefold.devstack.Mailbox.Mail;
import io.onefold.devstack.StackException;
import io.onefold.devstack.Wait;
import io.onefold.launcher.client.Retry;
import io.onefold.launcher.client.SuiteClient;
import io.onefold.launcher.client.Times;
import io.onefold.launcher.running.SuiteException;
import io.onefold.proto.identity.v1.GetIdentityRequest;
import io.onefold.proto.identity.v1.GetIdentityResponse;
import io.onefold.proto.ingestion.v1.GetLedgerRequest;
import io.onefold.proto.ingestion.v1.LedgerEntry;
import io.onefold.proto.profile.v1.BatchGetProfilesRequest;
import io.onefold.proto.profile.v1.GetProfileRequest;
import io.onefold.proto.profile.v1.Profile;
import io.onefold.proto.profile.v1.ProfileResult;
import io.onefold.proto.profile.v1.ScanProfilesRequest;
import io.onefold.proto.segment.v1.ListMembersRequest;
import io.onefold.proto.segment.v1.ListMembersResponse;
import io.onefold.proto.segment.v1.PreviewAudienceRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Asks the suite, by its public RPCs, for what came out. */
final class Collector {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration MAIL_PATIENCE = Duration.ofMinutes(1);
    private static final int PAGE = 10_000;
    /** Of one preview, over all its instants. */
    private static final int MOST_SAMPLED = 1_000_000;

    private static final int BATCH = 100;

    private final SuiteClient client;
    private final Consumer<String> lines;

    Collector(SuiteClient client, Consumer<String> lines) {
        this.client = client;
        this.lines = lines;
    }

    List<LedgerEntry> ledger() {
        return Retry.within(PATIENCE, () -> client.ledger().getLedger(GetLedgerRequest.getDefaultInstance()))
                .getEntriesList();
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

    /**
     * What identity holds of the profiles together.
     *
     * @param records how many they have
     * @param contested the values on their records that several profiles claim, as {@code namespace:value}
     */
    record Identities(long records, Set<String> contested) {}

    Identities identities(Collection<Profile> profiles) {
        long records = 0;
        Set<String> contested = new TreeSet<>();
        for (Profile profile : profiles) {
            GetIdentityRequest request = GetIdentityRequest.newBuilder()
                    .setProfileId(profile.getProfileId())
                    .build();
            GetIdentityResponse identity =
                    Retry.within(PATIENCE, () -> client.identities().getIdentity(request));
            records += identity.getRecordsCount();
            identity.getContestedList()
                    .forEach(identifier -> contested.add(identifier.getNamespace() + ":" + identifier.getValue()));
        }
        return new Identities(records, contested);
    }

    /** Since when each member is one, by profile id, once everything that the token stands for is applied. */
    Map<String, Instant> members(String audience, String token) {
        Map<String, Instant> members = new TreeMap<>();
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
            response.getMembersList()
                    .forEach(member -> members.put(member.getProfileId(), Times.instant(member.getSince())));
            page = response.getNextPageToken();
        } while (!page.isEmpty());
        return members;
    }

    /** Who would be a member at each of some instants, by an evaluation of now. */
    Map<Instant, Set<String>> previews(String audience, List<Instant> instants, String token) {
        PreviewAudienceRequest request = PreviewAudienceRequest.newBuilder()
                .setAudience(audience)
                .addAllAsOf(instants.stream().map(Times::timestamp).toList())
                .setSampleSize(Math.min(PAGE, MOST_SAMPLED / instants.size()))
                .setConsistencyToken(token)
                .build();
        Map<Instant, Set<String>> members = new TreeMap<>();
        Retry.within(PATIENCE, () -> client.audiences().previewAudience(request))
                .getPreviewsList()
                .forEach(preview -> {
                    if (preview.getSize() > preview.getSampleProfileIdsCount()) {
                        throw new SuiteException("the preview of %s names %d of its %d members: the input is too large"
                                .formatted(audience, preview.getSampleProfileIdsCount(), preview.getSize()));
                    }
                    members.put(Times.instant(preview.getAsOf()), new TreeSet<>(preview.getSampleProfileIdsList()));
                });
        return members;
    }

    /** Where ids of now or of the past lead now; what leads nowhere is left out. */
    Map<String, String> resolved(Collection<String> profileIds) {
        Map<String, String> resolved = new TreeMap<>();
        List<String> ids = List.copyOf(profileIds);
        for (int from = 0; from < ids.size(); from += BATCH) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + BATCH));
            BatchGetProfilesRequest request = BatchGetProfilesRequest.newBuilder()
                    .addAllRequests(some.stream()
                            .map(id -> GetProfileRequest.newBuilder()
                                    .setProfileId(id)
                                    .build())
                            .toList())
                    .build();
            List<ProfileResult> results = Retry.within(
                            PATIENCE, () -> client.profiles().batchGetProfiles(request))
                    .getResultsList();
            for (int i = 0; i < some.size(); i++) {
                if (results.get(i).hasProfile()) {
                    resolved.put(some.get(i), results.get(i).getProfile().getProfileId());
                }
            }
        }
        return resolved;
    }

    /** The list at the advertising partner, once it is as expected; when it does not come to that, the comparison shows what differs. */
    AdList.Taken adList(Path filesRoot, Set<String> expected) throws InterruptedException {
        try {
            Wait.until(
                    MAIL_PATIENCE,
                    "the list at the advertising partner is as expected",
                    () -> AdList.read(filesRoot).list().equals(expected));
        } catch (StackException late) {
            lines.accept(String.valueOf(late.getMessage()));
        }
        return AdList.read(filesRoot);
    }

    /**
     * The mails in the sink. As many as expected are waited for, those with one Message-ID counted once, and then until no more have come for so
     * long that whatever was taken for lost would have been sent again: a mail too many is to be seen. The comparison shows what is missing and
     * what is too much.
     */
    List<Mail> mails(Mailbox mailbox, int expected, Duration quiet) throws InterruptedException {
        Standstill still = new Standstill(quiet);
        try {
            Wait.until(
                    MAIL_PATIENCE,
                    expected + " mails are in the sink",
                    () -> mailbox.count() >= expected
                            && messageIds(mailbox.mails()).size() >= expected);
            lines.accept("watching for %d s that no mail comes twice".formatted(quiet.toSeconds()));
            Wait.until(
                    quiet.plus(MAIL_PATIENCE),
                    "no more mails come",
                    () -> still.reached(mailbox.count(), System.nanoTime()));
        } catch (StackException late) {
            lines.accept(String.valueOf(late.getMessage()));
        }
        return mailbox.mails();
    }

    /** Under which the mails stand; the same one again is the same mail to whoever receives it. */
    static Set<String> messageIds(List<Mail> mails) {
        Set<String> ids = new TreeSet<>();
        mails.forEach(mail -> ids.add(messageId(mail)));
        return ids;
    }

    static String messageId(Mail mail) {
        return mail.headers().getOrDefault("Message-ID", "none, mail to " + mail.to());
    }
}
