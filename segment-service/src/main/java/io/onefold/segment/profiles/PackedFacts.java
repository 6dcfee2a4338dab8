package io.onefold.segment.profiles;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.onefold.segment.evaluation.EventFact;
import io.onefold.segment.evaluation.Facts;
import io.onefold.segment.evaluation.Micros;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Facts in few bytes, for as long as nobody looks at them: as objects they take some ten times as much memory, and the garbage collector
 * follows each of them. Whatever several events of a part state alike is written once.
 */
final class PackedFacts {
    /** Then they are packed anew as one: each part states for itself what its events have in common. */
    private static final int MOST_PARTS = 8;
    /** What a part takes besides its bytes, about. */
    private static final int PART_BYTES = 24;

    /** The first begins with what is known besides events. */
    private final List<byte[]> parts;

    private PackedFacts(List<byte[]> parts) {
        this.parts = parts;
    }

    int size() {
        return parts.stream().mapToInt(part -> PART_BYTES + part.length).sum();
    }

    static PackedFacts of(Facts facts) {
        return new PackedFacts(List.of(part(facts.events(), out -> writeHead(facts, out))));
    }

    /** Whether the next events are better packed together with all others. */
    boolean isFull() {
        return parts.size() >= MOST_PARTS;
    }

    /** These facts with more events, none of which is there already. */
    PackedFacts and(List<EventFact> added) {
        List<byte[]> more = new ArrayList<>(parts);
        more.add(part(added, out -> {}));
        return new PackedFacts(List.copyOf(more));
    }

    private interface Head {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] part(List<EventFact> events, Head head) {
        ByteString.Output written = ByteString.newOutput(64 + 32 * events.size());
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(written, FactWriter.BUFFER);
            head.write(out);
            FactWriter writer = new FactWriter();
            for (EventFact event : events) {
                writer.write(event);
            }
            out.writeUInt32NoTag(events.size());
            writer.writeTo(out);
            out.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return written.toByteString().toByteArray();
    }

    private static void writeHead(Facts facts, CodedOutputStream out) throws IOException {
        out.writeBoolNoTag(facts.complete());
        out.writeBoolNoTag(facts.firstTime().isPresent());
        if (facts.firstTime().isPresent()) {
            out.writeSInt64NoTag(Micros.of(facts.firstTime().get()));
        }
        out.writeUInt32NoTag(facts.namespaces().size());
        for (Map.Entry<String, Instant> namespace : facts.namespaces().entrySet()) {
            out.writeStringNoTag(namespace.getKey());
            out.writeSInt64NoTag(Micros.of(namespace.getValue()));
        }
    }

    Facts unpack() {
        try {
            CodedInputStream first = CodedInputStream.newInstance(parts.get(0));
            boolean complete = first.readBool();
            Optional<Instant> firstTime =
                    first.readBool() ? Optional.of(Micros.instant(first.readSInt64())) : Optional.empty();
            SortedMap<String, Instant> namespaces = new TreeMap<>();
            for (int left = first.readUInt32(); left > 0; left--) {
                String namespace = first.readString();
                namespaces.put(namespace, Micros.instant(first.readSInt64()));
            }
            List<EventFact> events = new ArrayList<>();
            readEvents(first, events);
            for (byte[] part : parts.subList(1, parts.size())) {
                readEvents(CodedInputStream.newInstance(part), events);
            }
            return new Facts(firstTime, events, namespaces, complete);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void readEvents(CodedInputStream in, List<EventFact> events) throws IOException {
        int count = in.readUInt32();
        FactReader reader = new FactReader(in);
        for (int i = 0; i < count; i++) {
            events.add(reader.read());
        }
    }
}
