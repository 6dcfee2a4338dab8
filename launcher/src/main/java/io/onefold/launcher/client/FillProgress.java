package io.onefold.launcher.client;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Says now and then how many profiles the backfill of an audience has evaluated; one that is quick says nothing. */
public final class FillProgress implements LongConsumer {
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final String audience;
    private final Consumer<String> lines;
    private long said = System.nanoTime();

    public FillProgress(String audience, Consumer<String> lines) {
        this.audience = audience;
        this.lines = lines;
    }

    @Override
    public void accept(long evaluated) {
        long now = System.nanoTime();
        if (now - said >= EVERY.toNanos()) {
            said = now;
            lines.accept(String.format(Locale.ROOT, "  %s: %,d profiles evaluated", audience, evaluated));
        }
    }
}
