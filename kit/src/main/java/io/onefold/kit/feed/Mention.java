package io.onefold.kit.feed;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** Whether an item names one of some subjects: ids stand in items as text, also in those that cannot be decoded. */
public record Mention(Collection<UUID> subjects) implements Predicate<byte[]> {
    public Mention {
        subjects = List.copyOf(subjects);
    }

    @Override
    public boolean test(byte[] payload) {
        String text = new String(payload, StandardCharsets.ISO_8859_1);
        return subjects.stream().anyMatch(subject -> text.contains(subject.toString()));
    }
}
