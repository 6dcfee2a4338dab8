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
 * follows each of them. Whatever several events state alike is written once.
 */
final class PackedFacts {
    private final byte[] bytes;

    private PackedFacts(byte[] bytes) {
        this.bytes = bytes;
    }

    int size() {
        return bytes.length;
    }

    static PackedFacts of(Facts facts) {
        ByteString.Output written =
                ByteString.newOutput(64 + 32 * facts.events().size());
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(written, FactWriter.BUFFER);
            FactWriter events = new FactWriter();
            for (EventFact event : facts.events()) {
                events.write(event);
            }
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
            out.writeUInt32NoTag(facts.events().size());
            events.writeTo(out);
            out.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new PackedFacts(written.toByteString().toByteArray());
    }

    Facts unpack() {
        try {
            CodedInputStream in = CodedInputStream.newInstance(bytes);
            boolean complete = in.readBool();
            Optional<Instant> firstTime =
                    in.readBool() ? Optional.of(Micros.instant(in.readSInt64())) : Optional.empty();
            SortedMap<String, Instant> namespaces = new TreeMap<>();
            for (int left = in.readUInt32(); left > 0; left--) {
                String namespace = in.readString();
                namespaces.put(namespace, Micros.instant(in.readSInt64()));
            }
            int count = in.readUInt32();
            List<EventFact> events = new ArrayList<>(count);
            FactReader reader = new FactReader(in);
            for (int i = 0; i < count; i++) {
                events.add(reader.read());
            }
            return new Facts(firstTime, events, namespaces, complete);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
