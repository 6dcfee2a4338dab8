package io.onefold.segment.profiles;

import com.google.protobuf.CodedInputStream;
import io.onefold.segment.evaluation.ConsentFact;
import io.onefold.segment.evaluation.EventFact;
import io.onefold.segment.evaluation.Micros;
import io.onefold.segment.evaluation.Scalar;
import io.onefold.segment.evaluation.ThirdPartyFact;
import io.onefold.segment.rule.Channel;
import io.onefold.segment.rule.EventType;
import io.onefold.segment.rule.PropertyPath;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads what {@link FactWriter} wrote. */
final class FactReader {
    private static final EventType[] TYPES = EventType.values();
    private static final Channel[] CHANNELS = Channel.values();
    private static final PropertyPath.Root[] ROOTS = PropertyPath.Root.values();

    private final CodedInputStream in;
    private final List<String> texts;
    private final List<PropertyPath> paths;
    private final List<Set<String>> namespaces;
    private long time;

    FactReader(CodedInputStream in) throws IOException {
        this.in = in;
        this.texts = texts();
        int count = in.readUInt32();
        this.paths = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            PropertyPath.Root root = ROOTS[in.readUInt32()];
            paths.add(new PropertyPath(root, texts()));
        }
        int sets = in.readUInt32();
        this.namespaces = new ArrayList<>(sets);
        for (int i = 0; i < sets; i++) {
            namespaces.add(Set.copyOf(texts()));
        }
    }

    private List<String> texts() throws IOException {
        int count = in.readUInt32();
        List<String> read = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            read.add(in.readString());
        }
        return read;
    }

    EventFact read() throws IOException {
        UUID id = new UUID(in.readFixed64(), in.readFixed64());
        time += in.readSInt64();
        Instant received = Micros.instant(time + in.readSInt64());
        EventType type = TYPES[in.readUInt32()];
        Channel channel = CHANNELS[in.readUInt32()];
        String name = text();
        Set<String> some = namespaces.get(in.readUInt32());
        int bytes = in.readUInt32();
        int flags = in.readUInt32();
        Map<PropertyPath, Scalar> values = values();
        List<ConsentFact> consents = (flags & FactWriter.CONSENTS) == 0 ? List.of() : consents();
        Optional<ThirdPartyFact> row =
                (flags & FactWriter.THIRD_PARTY) == 0 ? Optional.empty() : Optional.of(thirdParty());
        return new EventFact(
                id,
                Micros.instant(time),
                type,
                name,
                channel,
                (flags & FactWriter.ENRICHING) != 0,
                some,
                values,
                consents,
                (flags & FactWriter.STATES_TRAITS) != 0,
                row,
                bytes,
                received);
    }

    private Map<PropertyPath, Scalar> values() throws IOException {
        int count = in.readUInt32();
        if (count == 0) {
            return Map.of();
        }
        if (count == 1) {
            PropertyPath path = paths.get(in.readUInt32());
            return Map.of(path, scalar());
        }
        Map<PropertyPath, Scalar> values = new HashMap<>();
        for (int i = 0; i < count; i++) {
            PropertyPath path = paths.get(in.readUInt32());
            values.put(path, scalar());
        }
        return values;
    }

    private Scalar scalar() throws IOException {
        int kind = in.readUInt32();
        return switch (kind) {
            case FactWriter.TEXT -> new Scalar.Text(text());
            case FactWriter.NUMBER -> WantedPaths.number(text());
            case FactWriter.TRUE -> new Scalar.Flag(true);
            case FactWriter.FALSE -> new Scalar.Flag(false);
            case FactWriter.NOTHING -> Scalar.Nothing.NOTHING;
            default -> throw new IllegalStateException("a packed value of an unknown kind: " + kind);
        };
    }

    private List<ConsentFact> consents() throws IOException {
        int count = in.readUInt32();
        List<ConsentFact> consents = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String purpose = text();
            String channel = text();
            consents.add(new ConsentFact(purpose, channel, in.readBool()));
        }
        return consents;
    }

    private ThirdPartyFact thirdParty() throws IOException {
        String provider = text();
        Optional<Instant> expires = in.readBool() ? Optional.of(Micros.instant(in.readSInt64())) : Optional.empty();
        return new ThirdPartyFact(provider, expires);
    }

    private String text() throws IOException {
        return texts.get(in.readUInt32());
    }
}
