package io.onefold.activation.script;

import io.onefold.activation.destination.Partner;
import io.onefold.kit.sql.Database;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What a partner finds in the folder, and what the tables say of lists. */
@Singleton
public class Lists {
    private static final String OUTCOME =
            "select case when due_at is null then outcome else 'DUE' end from list_entry where profile_id = $1";

    private static final String FILES = "select name, state, coalesce(last_error, '') from list_file order by number";

    private static final String ROW_AGAIN = """
            insert into list_change (destination_id, number, ordinal, delivery_id, action, email_sha256, audience, effective_time, sequence,
                campaign_id, bucket, profile_id)
            select f.destination_id, f.number, $2, $3, $4, $5, $6, $7, $8, r.campaign_id, r.bucket, r.profile_id
            from list_file f
            join campaign_run c on c.destination_id = f.destination_id
            join list_row r on r.campaign_id = c.campaign_id and r.email_sha256 = $5
            where f.name = $1""";

    private static final String FILL_ANEW = """
            update campaign_run set next_bucket = 0 where campaign_id = (select id from campaign where name = $1)""";

    private static final String FILE_NOW = """
            update destination_run set next_file_at = '1970-01-01T00:00:00Z'
            where destination_id = (select id from destination where name = $1)""";

    // A partition that there is not: nobody else writes its row.
    private static final String READ_AGAIN =
            "insert into membership_partition (partition, epoch, reading_until) values (9999, 1, 1)";

    private static final String READ_TO_THE_END = "delete from membership_partition where partition = 9999";

    private static final String IS_MEMBER = "select member from membership where profile_id = $1 and audience = $2";

    private static final String PLANNED_AGAIN =
            "update list_file set state = 'PLANNED', next_attempt_at = $2 where name = $1";

    private final Database database;
    private final Path root;
    private final Path folder;

    @Inject
    Lists(Database database, @ConfigProperty(name = "onefold.activation.files-root") Path root) {
        this(database, root, "google/list");
    }

    private Lists(Database database, Path root, String directory) {
        this.database = database;
        this.root = root;
        this.folder = root.resolve(directory);
    }

    /** What a partner finds in another folder. */
    public Lists in(String directory) {
        return new Lists(database, root, directory);
    }

    /** As if the list were new to the members of its audience. */
    public void fillAnew(String campaign) {
        database.inTransaction(tx -> tx.execute(FILL_ANEW, campaign));
    }

    /** As if the pause between two files of a destination were over. */
    public void fileNow(String destination) {
        database.inTransaction(tx -> tx.execute(FILE_NOW, destination));
    }

    /** As if a partition of the feed of memberships were read from its beginning, and not to its end yet. */
    public void readAgain(boolean reading) {
        database.inTransaction(tx -> tx.execute(reading ? READ_AGAIN : READ_TO_THE_END));
    }

    /** What is kept of a membership; empty: nothing. */
    public Optional<Boolean> isMember(UUID profile, String audience) {
        return database.transaction(tx -> {
            for (Row row : tx.query(IS_MEMBER, profile, audience)) {
                return Optional.of(row.getBoolean(0));
            }
            return Optional.empty();
        });
    }

    /** A row of a file. */
    public record Line(String deliveryId, String action, String hash, String audience, String since, long sequence) {
        static Line of(String text) {
            String[] parts = text.split(",", -1);
            return new Line(parts[0], parts[1], parts[2], parts[3], parts[4], Long.parseLong(parts[5]));
        }
    }

    public Path folder() {
        return folder;
    }

    /** The files that a partner sees, in their order. */
    public List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    public static List<Line> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream().skip(1).map(Line::of).toList();
    }

    /** All rows about a hash, in order of the files. */
    public List<Line> about(String hash) throws IOException {
        List<Line> lines = new ArrayList<>();
        for (Path file : files()) {
            lines(file).stream().filter(line -> line.hash().equals(hash)).forEach(lines::add);
        }
        return lines;
    }

    public Path fileWith(String hash) throws IOException {
        for (Path file : files()) {
            if (lines(file).stream().anyMatch(line -> line.hash().equals(hash))) {
                return file;
            }
        }
        throw new IllegalStateException("no file has " + hash);
    }

    public List<String> actions(String hash) throws IOException {
        return about(hash).stream().map(Line::action).toList();
    }

    /** All rows about a profile's own address. */
    public List<String> actionsOf(UUID profile) throws IOException {
        return actions(Partner.META.hash(Changes.address(profile)).orElseThrow());
    }

    /** As if the list were new: it has never looked at a profile. */
    public void neverHeardOf(UUID profile) {
        database.inTransaction(tx -> {
            tx.execute("delete from list_entry where profile_id = $1", profile);
            tx.execute("delete from list_row where profile_id = $1", profile);
        });
    }

    public String outcome(UUID profile) {
        return database.transaction(tx -> {
            for (Row row : tx.query(OUTCOME, profile)) {
                return row.getString(0);
            }
            return "NONE";
        });
    }

    /** Name, state and error of each file, by the table. */
    public List<List<String>> known() {
        return database.transaction(tx -> {
            List<List<String>> files = new ArrayList<>();
            for (Row row : tx.query(FILES)) {
                files.add(List.of(row.getString(0), row.getString(1), row.getString(2)));
            }
            return files;
        });
    }

    /** As if the process had died after the file got its name and before that was written down. */
    public void crashedAfterRenaming(Path file) throws IOException {
        String name = file.getFileName().toString();
        List<Line> lines = lines(file);
        database.inTransaction(tx -> {
            for (int i = 0; i < lines.size(); i++) {
                Line line = lines.get(i);
                tx.execute(
                        ROW_AGAIN,
                        name,
                        i,
                        UUID.fromString(line.deliveryId),
                        line.action,
                        line.hash,
                        line.audience,
                        OffsetDateTime.parse(line.since),
                        line.sequence);
            }
            tx.execute(PLANNED_AGAIN, name, Instant.now().atOffset(ZoneOffset.UTC));
        });
    }
}
