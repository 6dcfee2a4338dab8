package io.onefold.launcher.demo;

import io.onefold.devstack.Mailbox.Mail;
import io.onefold.launcher.importing.InputRow;
import io.onefold.launcher.running.Suite;
import io.onefold.proto.profile.v1.Profile;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Holds what went out against what was to: mails in the sink, and the list at the advertising partner. */
final class DeliveryCheck {
    private static final Duration LONGER_THAN_LEASE = Demo.LEASE.plusSeconds(5);

    private final Suite suite;
    private final Collector collector;
    private final Expected expected;
    private final List<InputRow> rows;
    private List<Mail> mails = List.of();
    private AdList.Taken taken = new AdList.Taken(Set.of(), Set.of());

    DeliveryCheck(Suite suite, Collector collector, Expected expected, List<InputRow> rows) {
        this.suite = suite;
        this.collector = collector;
        this.expected = expected;
        this.rows = rows;
    }

    /** The mails that were compared, those with one Message-ID once. */
    List<Mail> mails() {
        Set<String> seen = new HashSet<>();
        return mails.stream()
                .filter(mail -> seen.add(Collector.messageId(mail)))
                .toList();
    }

    /** How many addresses the partner had when its list was compared last. */
    int listed() {
        return taken.list().size();
    }

    /** One mail to each member of vip whose consent to e-mail is granted, at an address of that person. */
    void compareMails(Comparison comparison, List<Profile> profiles, int inDoubt) throws InterruptedException {
        comparison.group("deliveries", "one mail for each who agreed, and the advertising partner's list");
        Set<String> greeted = new TreeSet<>(expected.vip());
        greeted.removeIf(pid -> !isConsented(pid));
        Map<String, String> pidByEmail = new HashMap<>();
        profiles.forEach(profile -> profile.getIdentifiersList().stream()
                .filter(identifier -> identifier.getNamespace().equals("email"))
                .forEach(identifier -> pidByEmail.put(identifier.getValue(), ProfileRows.pid(profile))));
        mails = collector.mails(suite.stackInfo().mailbox(), greeted.size(), LONGER_THAN_LEASE);
        List<String> recipients =
                mails.stream().flatMap(mail -> mail.to().stream()).toList();
        Set<String> reached = new TreeSet<>();
        recipients.forEach(address -> reached.add(pidByEmail.getOrDefault(address, address)));
        Set<String> messageIds = Collector.messageIds(mails);
        comparison.number("mails in the sink", greeted.size(), messageIds.size());
        // What the mail server had and activation, killed, had not noted: its receiver sees by the Message-ID that it
        // is
        // the same mail.
        comparison.between("  again under the same Message-ID", 0, inDoubt, mails.size() - messageIds.size());
        comparison.number("  recipients", mails.size(), recipients.size());
        comparison.set("persons greeted", greeted, reached);
    }

    void compareAdList(Comparison comparison, Set<String> erased) throws InterruptedException {
        Map<String, String> hashByEmail = AdList.expected(expected, erased, rows);
        Map<String, String> emailByHash = new HashMap<>();
        hashByEmail.forEach((email, hash) -> emailByHash.put(hash, email));
        taken = collector.adList(suite.options().filesDir(), new TreeSet<>(hashByEmail.values()));
        comparison.set(
                "addresses at the advertising partner",
                hashByEmail.keySet(),
                taken.list().stream()
                        .map(hash -> emailByHash.getOrDefault(hash, hash))
                        .collect(Collectors.toCollection(TreeSet::new)));
        comparison.set("rows that say what was said before", Set.of(), taken.repeated());
    }

    private boolean isConsented(String pid) {
        ProfileRow row = expected.profiles().get(pid);
        return row != null && row.consentEmail().orElse(false);
    }
}
