package io.onefold.sample.truth;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads a folder once; the tables of the README say which column is what. */
final class InputReader {
    private static final List<String> CHANNELS =
            List.of("web", "mobile", "orders", "email", "support", "survey", "social");

    private final InputFiles files;
    private final Set<String> seen = new HashSet<>();
    private final Map<Set<Identifier>, List<Row>> records = new HashMap<>();
    private final Set<String> erased = new TreeSet<>();
    private int duplicates;
    private int refused;
    private int crmRows;
    private BigDecimal payments = BigDecimal.ZERO;

    private InputReader(InputFiles files) {
        this.files = files;
    }

    static Input read(Path folder) throws IOException {
        return new InputReader(new InputFiles(folder)).read();
    }

    private Input read() throws IOException {
        files.requireFolder();
        for (String channel : CHANNELS) {
            files.lines(channel + ".jsonl", line -> line(channel, line));
            seen.clear();
        }
        files.lines("bad.jsonl", line -> refused += Judge.judge(line) instanceof Line.Refused ? 1 : 0);
        files.rows("crm.csv", this::crm);
        files.rows("payments.csv", this::payment);
        files.rows("dmp.csv", this::thirdParty);
        files.rows("stores.csv", this::visit);
        files.rows("privacy.csv", row -> erased.add(cell(row, "user_id")));
        return new Input(records, duplicates, refused, crmRows, payments, erased);
    }

    private void line(String channel, String text) {
        if (!(Judge.judge(text) instanceof Line.Taken taken)) {
            throw new IllegalArgumentException(channel + ".jsonl has a line that is no event: " + text);
        }
        String id = taken.message().required("messageId").asText();
        if (seen.add(id)) {
            add(channel, id, taken.time(), Message.handles(taken.message()), Message.fact(channel, taken.message()));
        } else {
            duplicates++;
        }
    }

    private void crm(Map<String, String> row) {
        String time = cell(row, "updated_at");
        Optional<Boolean> consent = present(row, "consent_email").map("Y"::equals);
        add(
                "crm",
                cell(row, "crm_id") + time,
                Instant.parse(time),
                handles(
                        row,
                        Namespace.CRM_ID,
                        Namespace.EMAIL,
                        Namespace.PHONE,
                        Namespace.LOYALTY_ID,
                        Namespace.TWITTER_ID),
                new Fact.CrmRow(consent, present(row, "country")));
        crmRows++;
    }

    private void payment(Map<String, String> row) {
        Instant time = Instant.parse(cell(row, "paid_at"));
        add("payments", cell(row, "payment_id"), time, handles(row, Namespace.EMAIL), new Fact.Other());
        payments = payments.add(new BigDecimal(cell(row, "amount")));
    }

    private void thirdParty(Map<String, String> row) {
        Fact fact = new Fact.ThirdParty(cell(row, "job"), Instant.parse(cell(row, "expires_at")));
        Instant time = Instant.parse(cell(row, "synced_at"));
        add("dmp", cell(row, "dmp_id"), time, handles(row, Namespace.ANONYMOUS_ID), fact);
    }

    private void visit(Map<String, String> row) {
        Instant time = Instant.parse(cell(row, "visited_at"));
        add(
                "stores",
                cell(row, "visit_id"),
                time,
                handles(row, Namespace.LOYALTY_ID, Namespace.EMAIL),
                new Fact.Other());
    }

    private void add(String source, String id, Instant time, List<Message.Handle> handles, Fact fact) {
        records.computeIfAbsent(Message.identifiers(handles), record -> new ArrayList<>())
                .add(new Row(source, id, time, fact));
    }

    private static List<Message.Handle> handles(Map<String, String> row, Namespace... columns) {
        List<Message.Handle> handles = new ArrayList<>();
        for (Namespace column : columns) {
            present(row, column.word()).ifPresent(cell -> handles.add(new Message.Handle(column, cell)));
        }
        return handles;
    }

    private static Optional<String> present(Map<String, String> row, String column) {
        return Optional.ofNullable(row.get(column));
    }

    private static String cell(Map<String, String> row, String column) {
        return present(row, column).orElseThrow(() -> new IllegalArgumentException(row + " has no " + column));
    }
}
