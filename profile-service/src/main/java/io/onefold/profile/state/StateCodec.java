package io.onefold.profile.state;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A state as bytes: a version, then every part in order of its key, so that equal states have equal bytes. */
public final class StateCodec {
    private static final int VERSION = 1;
    private static final byte[] EMPTY = new byte[0];

    private StateCodec() {}

    /** No bytes at all for the empty state. */
    public static byte[] encode(ProfileState state) {
        if (state.isEmpty()) {
            return EMPTY;
        }
        ByteWriter out = new ByteWriter();
        out.number(VERSION);
        out.number(state.eventCount());
        out.number(state.enrichingEventCount());
        out.optional(state.span(), span -> {
            out.instant(span.first());
            out.instant(span.last());
        });
        map(out, state.traits(), (name, trait) -> {
            out.text(name);
            out.stamp(trait.stamp());
            out.text(trait.source());
            out.optional(trait.json(), out::text);
        });
        map(out, state.consents(), (key, consent) -> {
            out.text(key.purpose());
            out.text(key.channel());
            out.stamp(consent.stamp());
            out.text(consent.source());
            out.flag(consent.granted());
        });
        map(out, state.thirdParty(), (stamp, row) -> {
            out.stamp(stamp);
            out.text(row.provider());
            out.text(row.attributes());
            out.optional(row.expireTime(), out::instant);
        });
        map(out, state.behaviours(), (key, behaviour) -> behaviour(out, key, behaviour));
        out.longs(state.sessions().hashes());
        out.optional(state.survey(), survey -> {
            out.stamp(survey.stamp());
            out.decimal(survey.score());
        });
        out.optional(state.firstCreating(), out::instant);
        map(out, state.identifiers(), (identifier, seen) -> {
            out.text(identifier.namespace());
            out.text(identifier.value());
            out.optional(seen.firstCreating(), out::instant);
            out.instant(seen.last());
        });
        return out.toBytes();
    }

    private static void behaviour(ByteWriter out, BehaviourKey key, BehaviourValue behaviour) {
        out.number(key.type());
        out.text(key.name());
        out.number(key.channel());
        out.number(behaviour.count());
        out.instant(behaviour.firstTime());
        out.stamp(behaviour.last());
        out.text(behaviour.lastProperties());
        map(out, behaviour.sums(), (property, sum) -> {
            out.text(property);
            out.decimal(sum);
        });
    }

    private static <K, V> void map(ByteWriter out, SortedMap<K, V> map, BiConsumer<K, V> entry) {
        out.number(map.size());
        map.forEach(entry);
    }

    public static ProfileState decode(byte[] bytes) {
        if (bytes.length == 0) {
            return ProfileState.EMPTY;
        }
        ByteReader in = new ByteReader(bytes);
        long version = in.number();
        if (version != VERSION) {
            throw new IllegalStateException("a state of version " + version + " is of a later release");
        }
        long events = in.number();
        long enriching = in.number();
        @Nullable Span span = in.optional(() -> new Span(in.instant(), in.instant()));
        SortedMap<String, TraitValue> traits =
                map(in, in::text, () -> new TraitValue(in.stamp(), in.text(), in.optional(in::text)));
        SortedMap<ConsentKey, ConsentValue> consents = map(
                in,
                () -> new ConsentKey(in.text(), in.text()),
                () -> new ConsentValue(in.stamp(), in.text(), in.flag()));
        SortedMap<Stamp, ThirdPartyValue> thirdParty =
                map(in, in::stamp, () -> new ThirdPartyValue(in.text(), in.text(), in.optional(in::instant)));
        SortedMap<BehaviourKey, BehaviourValue> behaviours =
                map(in, () -> new BehaviourKey((int) in.number(), in.text(), (int) in.number()), () -> behaviour(in));
        Sessions sessions = Sessions.of(in.longs());
        @Nullable SurveyValue survey = in.optional(() -> new SurveyValue(in.stamp(), in.decimal()));
        @Nullable Instant firstCreating = in.optional(in::instant);
        SortedMap<IdentifierKey, Seen> identifiers = map(
                in,
                () -> new IdentifierKey(in.text(), in.text()),
                () -> new Seen(in.optional(in::instant), in.instant()));
        return new ProfileState(
                traits,
                consents,
                thirdParty,
                behaviours,
                sessions,
                survey,
                events,
                enriching,
                span,
                firstCreating,
                identifiers);
    }

    private static BehaviourValue behaviour(ByteReader in) {
        long count = in.number();
        Instant first = in.instant();
        Stamp last = in.stamp();
        String properties = in.text();
        SortedMap<String, BigDecimal> sums = map(in, in::text, in::decimal);
        return new BehaviourValue(count, first, last, properties, sums);
    }

    private static <K extends Comparable<K>, V> SortedMap<K, V> map(ByteReader in, Supplier<K> key, Supplier<V> value) {
        TreeMap<K, V> map = new TreeMap<>();
        for (long left = in.number(); left > 0; left--) {
            K name = key.get();
            map.put(name, value.get());
        }
        return map;
    }
}
