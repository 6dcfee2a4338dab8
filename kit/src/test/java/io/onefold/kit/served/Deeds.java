package io.onefold.kit.served;

import io.onefold.kit.access.Caller;
import io.onefold.kit.error.Failures;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.Progress;
import io.onefold.kit.sql.Database;
import io.onefold.kit.validation.RequestLimits;
import io.onefold.proto.ingestion.v1.GetLedgerRequest;
import io.onefold.proto.ingestion.v1.GetLedgerResponse;
import io.onefold.proto.ingestion.v1.LedgerEntry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collections;

/** What the service under test does; the request's source names it. */
@ApplicationScoped
class Deeds {
    static final String SECRET = "select password from io.onefold.internal.Vault";

    private final Database database;
    private final RequestLimits limits;
    private final Progress progress;

    Deeds(Database database, RequestLimits limits, Progress progress) {
        this.database = database;
        this.limits = limits;
        this.progress = progress;
    }

    GetLedgerResponse perform(GetLedgerRequest request, Caller caller) {
        limits.check(request);
        return switch (request.getSource()) {
            case "who" ->
                answer(caller.workspace() + "/" + caller.roles() + "/"
                        + Thread.currentThread().getName());
            case "invalid" -> throw Failures.invalidField("source", "is never right");
            case "long" ->
                throw Failures.identifierContested(
                        "email:" + "\ud83d\ude00".repeat(500), Collections.nCopies(1_000, "candidate"));
            case "overloaded" -> throw Failures.overloaded("too much", Duration.ofMillis(1500));
            case "fault" -> throw new IllegalStateException(SECRET);
            case "sql" ->
                answer(database.transaction(tx -> tx.query("select * from no_such_table where x = $1", SECRET))
                        .toString());
            case "await" -> {
                progress.await(ConsistencyToken.of("elsewhere", 1, java.util.Map.of(0, 5L)), "elsewhere");
                yield answer("applied");
            }
            default -> answer("nothing");
        };
    }

    private static GetLedgerResponse answer(String text) {
        return GetLedgerResponse.newBuilder()
                .addEntries(LedgerEntry.newBuilder().setSource(text))
                .build();
    }
}
