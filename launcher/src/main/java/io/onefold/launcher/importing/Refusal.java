package io.onefold.launcher.importing;

import io.onefold.proto.ingestion.v1.Verdict;

/** A row that was not filed, and why. */
public record Refusal(String file, int line, Verdict.Outcome outcome, String reason, String detail) {}
