package io.onefold.launcher.demo;

import io.onefold.launcher.client.SuiteClient;
import io.onefold.launcher.importing.ImportOrder;
import io.onefold.launcher.importing.ImportReport;
import io.onefold.launcher.importing.Importer;
import io.onefold.launcher.importing.InputRow;
import io.onefold.launcher.importing.Refusal;
import io.onefold.launcher.running.ServiceKind;
import io.onefold.launcher.running.Suite;
import io.onefold.launcher.running.SuiteOptions;
import io.onefold.launcher.story.Call;
import io.onefold.launcher.story.Story;
import io.onefold.launcher.survival.Killing;
import io.onefold.proto.ingestion.v1.LedgerEntry;
import io.onefold.proto.profile.v1.Profile;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The main job on a folder of input: loads every channel, then asks the public RPCs what came out and holds it against what the folder
 * expects. Every audience is created before the first event and evaluated live, and again under its own name after the last one and filled
 * from the profiles; the campaign of {@code vip} greets the members that have consented.
 */
public final class Demo {
    /** At the ends of how many days the feed is replayed. */
    public static final int DAYS = 40;

    /** How long a mail takes at the most here, and how long activation then waits until it sends one anew of which it knows nothing. */
    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(15);

    static final Duration LEASE = Duration.ofSeconds(20);

    private static final Set<String> ROWS = Set.of("crm", "payments", "dmp", "stores");

    private final Suite suite;
    private final SuiteClient client;
    private final Collector collector;
    private final Consumer<String> lines;
    private final boolean verbose;
    private final Story story;
    private List<Call> calls = List.of();

    public Demo(Suite suite, SuiteClient client, Consumer<String> lines) {
        this(suite, client, lines, false);
    }

    /** @param verbose true shows every figure that is compared; false those that differ, and how many agree */
    public Demo(Suite suite, SuiteClient client, Consumer<String> lines, boolean verbose) {
        this.suite = suite;
        this.client = client;
        this.collector = new Collector(client, lines);
        this.lines = lines;
        this.verbose = verbose;
        this.story = new Story(client, lines);
    }

    /** A suite for it: one that is soon known to send nothing twice. */
    public static SuiteOptions suited(SuiteOptions options) {
        return options.withProperty(ServiceKind.ACTIVATION, "onefold.activation.send-timeout", SEND_TIMEOUT.toString())
                .withProperty(ServiceKind.ACTIVATION, "onefold.activation.lease", LEASE.toString());
    }

    /** Gives the number of figures that differ. */
    public int run(DemoInput input, ImportOrder order, int times) throws InterruptedException {
        return run(input, order, times, DAYS, 0);
    }

    /**
     * @param days at the ends of how many days the feed is replayed, where the input came in order of time
     * @param kills in how many rounds everything is killed during the import, see {@link Killing}; 0 kills nothing at all
     */
    public int run(DemoInput input, ImportOrder order, int times, int days, int kills) throws InterruptedException {
        Expected expected = input.expected();
        AudienceCheck audiences = new AudienceCheck(client, collector, expected, lines);
        List<InputRow> rows = repeated(input.rows(), times);
        lines.accept(String.format("loading %,d rows of %s, %s", rows.size(), input.name(), order));
        var unused = new Importer(client, lines).begin(input.begin());
        audiences.createLive(input.begin());
        CameOut out = load(rows, order, audiences, expected, kills);
        ImportReport report = out.report;
        String token = report.consistencyToken();
        List<Profile> profiles = out.profiles;
        lines.accept("");
        Comparison comparison = new Comparison(lines, verbose);
        List<LedgerEntry> ledger = collector.ledger();
        Collector.Identities identities = collector.identities(profiles);
        compareLedger(comparison, expected, ledger, report, times);
        compareProfiles(comparison, expected, profiles, identities);
        audiences.compare(
                comparison,
                new Persons(profiles),
                out.live,
                out.backfilled,
                order.followsTime() ? Days.ends(input.begin(), expected.asOf(), days) : List.of(),
                token);
        DeliveryCheck deliveries = new DeliveryCheck(suite, collector, expected, input.rows());
        deliveries.compareMails(comparison, profiles, out.mailsInDoubt);
        deliveries.compareAdList(comparison, Set.of());
        Set<String> notShown = new ErasureCheck(client, input.privacy()).profileIds(profiles);
        calls = story.tell(
                new Story.CameOut(
                        ledger,
                        profiles,
                        identities.records(),
                        audiences.sizes(out.live),
                        out.backfilled.profileIds(),
                        DemoAudience.GREETED,
                        deliveries.mails(),
                        deliveries.listed(),
                        notShown),
                suite.options().portOffset());
        if (!input.privacy().isEmpty()) {
            erase(comparison, input, profiles, audiences, deliveries, order);
        }
        lines.accept("");
        comparison.summary();
        return comparison.differences();
    }

    /**
     * What to ask the suite next about the person that {@link #run} has shown.
     *
     * @param bringUp the command that brings the suite up again; none when it stays up
     */
    public void callsToTry(Optional<String> bringUp) {
        story.callsToTry(calls, bringUp);
    }

    /** The calls of {@link #callsToTry}. */
    public List<Call> calls() {
        return calls;
    }

    private record CameOut(
            ImportReport report,
            List<Profile> profiles,
            AudienceCheck.Members live,
            AudienceCheck.Members backfilled,
            int mailsInDoubt) {}

    private CameOut load(List<InputRow> rows, ImportOrder order, AudienceCheck audiences, Expected expected, int kills)
            throws InterruptedException {
        try (Killing killing = Killing.of(suite, kills, rows.size(), lines)) {
            ImportReport report = new Importer(client, lines, killing::sent).run(rows, order, expected.asOf());
            lines.accept(String.format(
                    "sent in %.1f s (%,.0f/s); waiting for the services after ingestion",
                    report.seconds(), report.rows() / report.seconds()));
            killing.allSent();
            String token = report.consistencyToken();
            long sent = System.nanoTime();
            List<Profile> profiles = collector.profiles(token);
            reached("profiles", sent);
            // The live audiences first: once they contain everything, no change is left whose entry would be the live
            // one's and not the backfill's.
            AudienceCheck.Members live = audiences.live(token);
            reached("live audiences", sent);
            long created = System.nanoTime();
            AudienceCheck.Members backfilled = audiences.backfilled(token);
            reached("backfilled audiences", created);
            killing.messagesStarted();
            return new CameOut(report, profiles, live, backfilled, killing.mailsInDoubt());
        }
    }

    /** Erases those who asked for it, sends everything again, and looks for what is left of them. */
    private void erase(
            Comparison comparison,
            DemoInput input,
            List<Profile> profiles,
            AudienceCheck audiences,
            DeliveryCheck deliveries,
            ImportOrder order)
            throws InterruptedException {
        Expected expected = input.expected();
        ErasureCheck erasures = new ErasureCheck(client, input.privacy());
        Needles needles = erasures.needles(profiles, input.rows());
        Set<String> erased = erasures.userIds();
        lines.accept("");
        lines.accept("erasing " + erased.size() + " persons who asked for it");
        comparison.group("erasures", "audiences and partner's list without them, no trace is left");
        long asked = System.nanoTime();
        String token = erasures.erase();
        List<Profile> remaining = collector.profiles(token);
        comparison.number("profiles without them", expected.figure("profiles") - erased.size(), remaining.size());
        audiences.compareAfterErasures(comparison, expected, new Persons(remaining), erased, token);
        deliveries.compareAdList(comparison, erased);
        erasures.awaitErased();
        reached("erasures", asked);
        long accepted = accepted();
        ImportReport again = new Importer(client, lines).run(input.rows(), order, expected.asOf());
        comparison.number("accepted when all is sent again", 0, accepted() - accepted);
        List<Profile> later = collector.profiles(again.consistencyToken());
        comparison.number("profiles afterwards", remaining.size(), later.size());
        comparison.set(
                "traces of the erased",
                Set.of(),
                new Traces(suite.stackInfo(), suite.options().dir()).of(needles));
        // Last of all: from here on something of that person is there again.
        comparison.number("events of one who consents anew", 1, erasures.comeBack(expected.asOf()));
    }

    private long accepted() {
        return sum(collector.ledger(), LedgerEntry::getAccepted);
    }

    private void reached(String what, long since) {
        lines.accept(String.format("  %s complete after %.1f s", what, (System.nanoTime() - since) / 1e9));
    }

    private static List<InputRow> repeated(List<InputRow> rows, int times) {
        List<InputRow> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            all.addAll(rows);
        }
        return all;
    }

    private void compareLedger(
            Comparison comparison, Expected expected, List<LedgerEntry> ledger, ImportReport report, int times) {
        comparison.group("ledger", "every line accepted, known already or refused with its reason");
        List<LedgerEntry> events = ledger.stream()
                .filter(entry -> !ROWS.contains(entry.getSource()))
                .toList();
        List<LedgerEntry> files = ledger.stream()
                .filter(entry -> ROWS.contains(entry.getSource()))
                .toList();
        long accepted = sum(events, LedgerEntry::getAccepted);
        long refused = sum(events, e -> e.getQuarantined() + e.getRejected());
        comparison.number("events", expected.figure("events"), accepted);
        if (times == 1) {
            long dropped = expected.figure("duplicatesDropped");
            comparison.between(
                    "duplicates", dropped, dropped + report.sentAgain(), sum(events, LedgerEntry::getDuplicate));
            int lines = expected.refusals().size();
            comparison.between("refused lines", lines, lines + report.sentAgain(), refused);
            comparison.number("refused rows of files", 0, sum(files, e -> e.getQuarantined() + e.getRejected()));
        }
        comparison.set("refused lines with their reasons", reasons(expected.refusals()), reasons(refusals(report)));
        comparison.number(
                "received = the four outcomes",
                sum(ledger, LedgerEntry::getReceived),
                sum(ledger, e -> e.getAccepted() + e.getDuplicate() + e.getQuarantined() + e.getRejected()));
        comparison.between(
                report.sentAgain() == 0 ? "received = sent" : "received, with what was sent again",
                report.rows(),
                report.rows() + report.sentAgain(),
                sum(ledger, LedgerEntry::getReceived));
    }

    private static Map<Integer, String> refusals(ImportReport report) {
        Map<Integer, String> byLine = new TreeMap<>();
        for (Refusal refusal : report.refusals()) {
            String where = refusal.file().equals("bad.jsonl") ? "" : refusal.file() + " ";
            byLine.put(refusal.line(), where + refusal.reason());
        }
        return byLine;
    }

    private static Set<String> reasons(Map<Integer, String> byLine) {
        Set<String> all = new TreeSet<>();
        byLine.forEach((line, reason) -> all.add("line " + line + ": " + reason));
        return all;
    }

    private void compareProfiles(
            Comparison comparison, Expected expected, List<Profile> profiles, Collector.Identities identities) {
        comparison.group("profiles", "who is who by every identifier, and each person's orders and totals");
        Map<String, ProfileRow> rows = new TreeMap<>();
        Set<String> identifiers = new TreeSet<>();
        for (Profile profile : profiles) {
            ProfileRow row = ProfileRows.of(profile);
            rows.put(row.pid(), row);
            profile.getIdentifiersList()
                    .forEach(identifier ->
                            identifiers.add(row.pid() + " " + identifier.getNamespace() + ":" + identifier.getValue()));
        }
        comparison.number("profiles", expected.figure("profiles"), profiles.size());
        comparison.number(
                "  known",
                expected.figure("known"),
                rows.values().stream().filter(ProfileRow::isKnown).count());
        comparison.number(
                "  anonymous",
                expected.figure("anonymous"),
                rows.values().stream().filter(row -> !row.isKnown()).count());
        comparison.set("partition of identifiers", expected.identifiers(), identifiers);
        comparison.set("contested values", expected.contested(), identities.contested());
        comparison.number(
                "orders",
                expected.figure("orders"),
                rows.values().stream().mapToLong(ProfileRow::orders).sum());
        comparison.amount("gross", expected.amount("gross"), total(rows, ProfileRow::gross));
        comparison.amount("refunds", expected.amount("refunds"), total(rows, ProfileRow::refunds));
        comparison.amount("net", expected.amount("netLtv"), total(rows, ProfileRow::net));
        comparison.rows("rows of profiles.csv", expected.profiles(), rows);
    }

    private static BigDecimal total(Map<String, ProfileRow> rows, Function<ProfileRow, BigDecimal> column) {
        return rows.values().stream().map(column).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static long sum(List<LedgerEntry> entries, Function<LedgerEntry, Long> column) {
        return entries.stream().mapToLong(column::apply).sum();
    }
}
