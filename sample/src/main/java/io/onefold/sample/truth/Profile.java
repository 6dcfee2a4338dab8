package io.onefold.sample.truth;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A person as far as the files know.
 *
 * @param pid what the answers call it: the user id, else the smallest e-mail, anonymous id or CRM id
 * @param identifiers that the profile holds
 * @param rows all that is filed under it, by time
 * @param byKind the same by the kind of fact that they say
 */
record Profile(String pid, SortedSet<Identifier> identifiers, List<Row> rows, Map<Class<?>, List<Row>> byKind) {

    /** A fact with when it happened. */
    record At<F extends Fact>(Row row, F fact) {}

    private static Profile of(SortedSet<Identifier> identifiers, List<Row> rows) {
        List<Row> sorted = rows.stream().sorted(Row.BY_TIME).toList();
        return new Profile(
                pid(identifiers),
                identifiers,
                sorted,
                sorted.stream().collect(Collectors.groupingBy(row -> row.fact().getClass())));
    }

    /** The profiles that exist, by pid: one that only enriching rows know of does not. */
    static List<Profile> of(Map<Set<Identifier>, List<Row>> records, Partition partition) {
        Map<Partition.Group, List<Row>> filed = new LinkedHashMap<>();
        records.forEach((record, rows) -> partition
                .profile(record)
                .ifPresent(group ->
                        filed.computeIfAbsent(group, first -> new ArrayList<>()).addAll(rows)));
        Map<Partition.Group, SortedSet<Identifier>> identifiers = partition.identifiers();
        return filed.entrySet().stream()
                .map(entry -> of(identifiers.getOrDefault(entry.getKey(), new TreeSet<>()), entry.getValue()))
                .sorted(Comparator.comparing(Profile::pid))
                .toList();
    }

    private static String pid(SortedSet<Identifier> identifiers) {
        return Stream.of(Namespace.USER_ID, Namespace.EMAIL, Namespace.ANONYMOUS_ID, Namespace.CRM_ID)
                .flatMap(namespace -> values(identifiers, namespace))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "answers have no name for a profile that holds no more than " + identifiers));
    }

    boolean isKnown() {
        return !values(Namespace.USER_ID).isEmpty() || !values(Namespace.EMAIL).isEmpty();
    }

    List<String> values(Namespace namespace) {
        return values(identifiers, namespace).toList();
    }

    private static Stream<String> values(SortedSet<Identifier> identifiers, Namespace namespace) {
        return identifiers.stream()
                .filter(identifier -> identifier.namespace() == namespace)
                .map(Identifier::value);
    }

    /** Its facts of one kind, by time. */
    <F extends Fact> List<At<F>> all(Class<F> kind) {
        return byKind.getOrDefault(kind, List.of()).stream()
                .map(row -> new At<>(row, kind.cast(row.fact())))
                .toList();
    }

    <F extends Fact> Optional<At<F>> latest(Class<F> kind) {
        return all(kind).stream().reduce((before, last) -> last);
    }

    BigDecimal gross() {
        return sum(Fact.OrderCompleted.class, Fact.OrderCompleted::total);
    }

    BigDecimal refunds() {
        return sum(Fact.OrderRefunded.class, Fact.OrderRefunded::total);
    }

    BigDecimal net() {
        return gross().subtract(refunds());
    }

    private <F extends Fact> BigDecimal sum(Class<F> kind, Function<F, BigDecimal> amount) {
        return all(kind).stream().map(at -> amount.apply(at.fact())).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    Optional<BigDecimal> score() {
        return latest(Fact.ScoreGiven.class).map(at -> at.fact().score());
    }

    /** The newest word on e-mail; of two at one instant the stricter. Empty while there is none. */
    Optional<Boolean> consent() {
        record Word(Row row, boolean granted) {}
        return rows.stream()
                .flatMap(row -> word(row.fact()).map(granted -> new Word(row, granted)).stream())
                .max(Comparator.comparing((Word word) -> word.row().time()).thenComparing(word -> !word.granted()))
                .map(Word::granted);
    }

    private static Optional<Boolean> word(Fact fact) {
        if (fact instanceof Fact.CrmRow crm) {
            return crm.consent();
        }
        return fact instanceof Fact.Unsubscribed ? Optional.of(false) : Optional.empty();
    }

    /** Of the last order, else of the newest CRM row that says one. */
    Optional<String> country() {
        return latest(Fact.OrderCompleted.class)
                .flatMap(at -> at.fact().country())
                .or(() -> all(Fact.CrmRow.class).stream()
                        .flatMap(at -> at.fact().country().stream())
                        .reduce((before, last) -> last));
    }

    /** Distinct sessions of some views. */
    static long sessions(List<At<Fact.View>> views) {
        return views.stream()
                .flatMap(at -> at.fact().session().stream())
                .distinct()
                .count();
    }
}
