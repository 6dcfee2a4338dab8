package io.onefold.ingestion.filing;

import io.onefold.domain.IdentifierIds;
import io.onefold.ingestion.IngestionConfig;
import io.onefold.ingestion.event.Arrival;
import io.onefold.ingestion.event.EventLimits;
import io.onefold.ingestion.event.EventReader;
import io.onefold.ingestion.event.Outcome;
import io.onefold.ingestion.intake.HeapShare;
import io.onefold.ingestion.source.Source;
import io.onefold.ingestion.source.SourceRegistry;
import io.onefold.kit.access.Caller;
import io.onefold.kit.error.Failures;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Takes a request's events in: reads them on the request's own thread, and has them filed together with those of others. */
@ApplicationScoped
public class EventIngestor {
    public static final int MAX_EVENTS = 2500;
    /** The most that the events of a request weigh together: what a message of gRPC can bring. */
    public static final long MAX_BYTES = 16 << 20;

    private final SourceRegistry sources;
    private final EventReader reader;
    private final Admission admission;
    private final Doorkeeper door;
    private final GroupCommit commits;

    EventIngestor(
            SourceRegistry sources,
            FilingTransaction transaction,
            Doorkeeper door,
            IngestionConfig config,
            @ConfigProperty(name = "onefold.identifier-secret") String secret) {
        this.sources = sources;
        this.door = door;
        this.reader = new EventReader(new IdentifierIds(secret), new EventLimits(config.maxEventBytes()));
        this.admission =
                new Admission(HeapShare.of("onefold.ingestion.max-bytes-in-hand", config.maxBytesInHand(), MAX_BYTES));
        this.commits = new GroupCommit(transaction::file, config);
    }

    /** Returns once everything is durable. */
    public Filed ingest(Caller caller, List<Arrival> arrivals) {
        try {
            return submit(caller, arrivals).join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    /** Reads the events on the caller's thread, and answers once everything is durable. */
    public CompletableFuture<Filed> submit(Caller caller, List<Arrival> arrivals) {
        requireCount(arrivals.size());
        Source source = sources.of(caller);
        if (isTooHeavy(arrivals)) {
            throw Failures.invalidField("events", "must weigh at most " + MAX_BYTES + " bytes together");
        }
        Admission.Ticket ticket = admission.enter(weight(arrivals));
        try {
            List<Submission.Item> items = read(source, arrivals);
            return commits.submit(new Submission(source, items, door.mentioned(source, items)))
                    .whenComplete((filed, failure) -> ticket.close());
        } catch (RuntimeException | Error refused) {
            ticket.close();
            throw refused;
        }
    }

    /** Whether events are more than a request may bring: it would be told to slow down for ever. */
    public boolean isTooHeavy(List<Arrival> arrivals) {
        return weight(arrivals) > MAX_BYTES;
    }

    private long weight(List<Arrival> arrivals) {
        return arrivals.stream().mapToLong(reader::weight).sum();
    }

    /** The same limit as the proto's rule, which is not evaluated on this path. */
    public static void requireCount(int events) {
        if (events < 1 || events > MAX_EVENTS) {
            throw Failures.invalidField("events", "must hold 1 to " + MAX_EVENTS + " events, not " + events);
        }
    }

    private List<Submission.Item> read(Source source, List<Arrival> arrivals) {
        return arrivals.stream().map(arrival -> item(source, arrival)).toList();
    }

    private Submission.Item item(Source source, Arrival arrival) {
        Outcome outcome = reader.read(arrival, source.rules());
        byte[] payload = outcome instanceof Outcome.Normal normal
                ? EventCodec.withoutTimes(normal.event(), source)
                : new byte[0];
        return new Submission.Item(outcome, payload);
    }

    /** While there still is a database to file into. */
    void stop(@Observes(notifyObserver = Reception.IF_EXISTS) ShutdownEvent event) {
        commits.close();
    }
}
