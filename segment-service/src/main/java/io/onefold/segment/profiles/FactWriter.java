package io.onefold.segment.profiles;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.onefold.segment.evaluation.ConsentFact;
import io.onefold.segment.evaluation.EventFact;
import io.onefold.segment.evaluation.Micros;
import io.onefold.segment.evaluation.Scalar;
import io.onefold.segment.evaluation.ThirdPartyFact;
import io.onefold.segment.rule.PropertyPath;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Writes events in order of time: first what they have in common, then each with references to it. */
final class FactWriter {
    /** Of an output stream: the usual one is larger than what most profiles take. */
    static final int BUFFER = 512;

    static final int ENRICHING = 1;
    static final int STATES_TRAITS = 2;
    static final int CONSENTS = 4;
    static final int THIRD_PARTY = 8;

    static final int NOTHING = 0;
    static final int TEXT = 1;
    static final int NUMBER = 2;
    static final int TRUE = 3;
    static final int FALSE = 4;

    private final Map<String, Integer> texts = new LinkedHashMap<>();
    private final Map<PropertyPath, Integer> paths = new LinkedHashMap<>();
    private final Map<Set<String>, Integer> namespaces = new LinkedHashMap<>();
    private final ByteString.Output written = ByteString.newOutput(512);
    private final CodedOutputStream events = CodedOutputStream.newInstance(written, BUFFER);
    private long previous;

    void write(EventFact event) throws IOException {
        events.writeFixed64NoTag(event.id().getMostSignificantBits());
        events.writeFixed64NoTag(event.id().getLeastSignificantBits());
        long time = Micros.of(event.time());
        events.writeSInt64NoTag(time - previous);
        previous = time;
        events.writeSInt64NoTag(Micros.of(event.received()) - time);
        events.writeUInt32NoTag(event.type().ordinal());
        events.writeUInt32NoTag(event.channel().ordinal());
        events.writeUInt32NoTag(text(event.name()));
        events.writeUInt32NoTag(reference(namespaces, event.namespaces()));
        events.writeUInt32NoTag(event.bytes());
        events.writeUInt32NoTag((event.enriching() ? ENRICHING : 0)
                | (event.statesTraits() ? STATES_TRAITS : 0)
                | (event.statesConsent() ? CONSENTS : 0)
                | (event.isThirdParty() ? THIRD_PARTY : 0));
        events.writeUInt32NoTag(event.values().size());
        for (Map.Entry<PropertyPath, Scalar> value : event.values().entrySet()) {
            events.writeUInt32NoTag(reference(paths, value.getKey()));
            write(value.getValue());
        }
        if (event.statesConsent()) {
            events.writeUInt32NoTag(event.consents().size());
            for (ConsentFact consent : event.consents()) {
                events.writeUInt32NoTag(text(consent.purpose()));
                events.writeUInt32NoTag(text(consent.channel()));
                events.writeBoolNoTag(consent.granted());
            }
        }
        if (event.thirdParty().isPresent()) {
            ThirdPartyFact row = event.thirdParty().get();
            events.writeUInt32NoTag(text(row.provider()));
            events.writeBoolNoTag(row.expireTime().isPresent());
            if (row.expireTime().isPresent()) {
                events.writeSInt64NoTag(Micros.of(row.expireTime().get()));
            }
        }
    }

    private void write(Scalar value) throws IOException {
        if (value instanceof Scalar.Text text) {
            events.writeUInt32NoTag(TEXT);
            events.writeUInt32NoTag(text(text.value()));
        } else if (value instanceof Scalar.Number number) {
            events.writeUInt32NoTag(NUMBER);
            events.writeUInt32NoTag(text(number.writing()));
        } else if (value instanceof Scalar.Flag flag) {
            events.writeUInt32NoTag(flag.value() ? TRUE : FALSE);
        } else {
            events.writeUInt32NoTag(NOTHING);
        }
    }

    private int text(String text) {
        return reference(texts, text);
    }

    private static <T> int reference(Map<T, Integer> known, T one) {
        Integer present = known.putIfAbsent(one, known.size());
        return present == null ? known.size() - 1 : present;
    }

    /** Ends the writing. */
    void writeTo(CodedOutputStream out) throws IOException {
        events.flush();
        out.writeUInt32NoTag(texts.size());
        for (String text : texts.keySet()) {
            out.writeStringNoTag(text);
        }
        out.writeUInt32NoTag(paths.size());
        for (PropertyPath path : paths.keySet()) {
            out.writeUInt32NoTag(path.root().ordinal());
            write(out, path.names());
        }
        out.writeUInt32NoTag(namespaces.size());
        for (Set<String> some : namespaces.keySet()) {
            write(out, some);
        }
        out.writeRawBytes(written.toByteString());
    }

    private static void write(CodedOutputStream out, Collection<String> texts) throws IOException {
        out.writeUInt32NoTag(texts.size());
        for (String text : texts) {
            out.writeStringNoTag(text);
        }
    }
}
