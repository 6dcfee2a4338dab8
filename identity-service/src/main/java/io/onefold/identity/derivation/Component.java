package io.onefold.identity.derivation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * The input in canonical order, whatever order it came in.
 *
 * @param members in the order of record ids
 * @param values the usable identifiers in canonical order
 */
record Component(List<Member> members, List<Value> values) {

    static Component of(Rules rules, Collection<RecordEvidence> records) {
        List<RecordEvidence> ordered = records.stream()
                .sorted(Comparator.comparing(RecordEvidence::recordId, UuidOrder.UNSIGNED))
                .toList();
        List<Member> members = new ArrayList<>(ordered.size());
        Map<UUID, Value> values = new HashMap<>();
        for (RecordEvidence record : ordered) {
            Member member = new Member(members.size(), record);
            if (!members.isEmpty()
                    && members.get(members.size() - 1).record.recordId().equals(record.recordId())) {
                throw new IllegalArgumentException("record %s is given twice".formatted(record.recordId()));
            }
            members.add(member);
            record.identifiers().forEach(identifier -> attach(rules, member, identifier, values));
        }
        members.forEach(member -> member.values.sort(Value.CANONICAL));
        return new Component(
                members, values.values().stream().sorted(Value.CANONICAL).toList());
    }

    private static void attach(Rules rules, Member member, IdentifierRef identifier, Map<UUID, Value> values) {
        OptionalInt rank = rules.usableRank(identifier);
        if (rank.isEmpty()) {
            return;
        }
        Value value = values.computeIfAbsent(identifier.id(), id -> new Value(identifier, rank.getAsInt()));
        if (!value.identifier.equals(identifier)) {
            throw new IllegalArgumentException("identifier %s is given with two values".formatted(identifier.id()));
        }
        member.values.add(value);
        if (member.span != null) {
            value.addHolder(member, member.span);
        }
    }
}
