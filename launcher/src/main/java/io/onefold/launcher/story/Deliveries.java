package io.onefold.launcher.story;

import io.onefold.devstack.Mailbox.Mail;
import io.onefold.proto.profile.v1.Profile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What went out to the members of an audience, as far as it can be seen from outside: in the mailboxes and on the partner's list.
 *
 * @param audience that the campaigns are for
 * @param members its members
 * @param mails that came, each counted once
 * @param listed how many addresses the advertising partner has
 */
record Deliveries(String audience, List<Profile> members, List<Mail> mails, int listed) {

    List<String> lines() {
        Set<String> reached = recipients();
        List<Profile> greeted =
                members.stream().filter(member -> isOneOf(member, reached)).toList();
        long refused = members.stream()
                .filter(member -> !greeted.contains(member) && !isGranted(member, "marketing", "email"))
                .count();
        long listable = members.stream()
                .filter(member -> isGranted(member, "advertising", "ads"))
                .count();
        long others = members.size() - greeted.size() - refused;
        List<String> lines = new ArrayList<>();
        lines.add("  %s in audience %s:".formatted(Text.count(members.size(), "person", "people"), audience));
        lines.add("    %s to %s of them%s"
                .formatted(Text.count(mails.size(), "mail", "mails"), Text.count(greeted.size()), example()));
        lines.add("    %s not asked: no consent to marketing by e-mail".formatted(Text.count(refused, "was", "were")));
        if (others > 0) {
            lines.add("    %s consented and had no mail: capped, suppressed or still waiting"
                    .formatted(Text.count(others)));
        }
        lines.add("    %s to advertising: the partner's list has %s, as hashes"
                .formatted(
                        Text.count(listable, "agreed", "agreed"),
                        Text.count(listed, "e-mail address", "e-mail addresses")));
        return lines.stream().map(line -> Text.clip(line, Text.WIDTH)).toList();
    }

    /** What was sent to one person. */
    static List<String> to(Profile profile, List<Mail> mails) {
        return mails.stream()
                .filter(mail -> mail.to().stream().anyMatch(address -> isOneOf(profile, Set.of(lower(address)))))
                .map(mail -> "to %s: \"%s\"".formatted(String.join(", ", mail.to()), mail.subject()))
                .toList();
    }

    private String example() {
        return mails.isEmpty() ? "" : ", such as \"" + mails.get(0).subject() + "\"";
    }

    private Set<String> recipients() {
        Set<String> all = new HashSet<>();
        mails.forEach(mail -> mail.to().forEach(address -> all.add(lower(address))));
        return all;
    }

    private static boolean isOneOf(Profile profile, Set<String> addresses) {
        return profile.getIdentifiersList().stream()
                .anyMatch(one -> one.getNamespace().equals("email") && addresses.contains(one.getValue()));
    }

    private static boolean isGranted(Profile profile, String purpose, String channel) {
        return profile.getConsentsList().stream()
                .filter(one ->
                        one.getPurpose().equals(purpose) && one.getChannel().equals(channel))
                .anyMatch(one -> one.getGranted());
    }

    static Set<String> addresses(List<Mail> mails) {
        return mails.stream()
                .flatMap(mail -> mail.to().stream())
                .map(Deliveries::lower)
                .collect(Collectors.toSet());
    }

    private static String lower(String address) {
        return address.toLowerCase(Locale.ROOT);
    }
}
