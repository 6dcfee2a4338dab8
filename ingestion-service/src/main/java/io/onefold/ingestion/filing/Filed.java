package io.onefold.ingestion.filing;

import java.util.List;

/** The answer to one request, durable: a verdict per event in the request's order, and what stands for all of them. */
public record Filed(List<Verdict> verdicts, String consistencyToken) {
    public Filed {
        verdicts = List.copyOf(verdicts);
    }
}
