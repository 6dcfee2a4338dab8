package io.onefold.segment.evaluation;

import io.onefold.segment.rule.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The one evaluator, of rules that {@code RuleCheck} has let pass.
 *
 * <p>The state as of T holds the events with event_time <= T: an event at exactly T is part of it, so that a value has a first instant and
 * holds in a half-open interval [since, until). The window of length d is [T - d, T], both ends included: an event at t is in it up to t + d,
 * and leaves it a microsecond later. All to the microsecond, and with exact numbers throughout.
 */
public final class Evaluator {
    private static final Condition NEVER = new Condition.Group(new Condition[0], Truth.TRUE);

    private final long firstTime;
    private final Condition condition;
    private final Moments moments;

    private Evaluator(long firstTime, Condition condition, Moments moments) {
        this.firstTime = firstTime;
        this.condition = condition;
        this.moments = moments;
    }

    /** The rule's value at an instant, since when, until when, and why. */
    public static Evaluation evaluate(Rule rule, Facts facts, Instant instant) {
        Evaluator evaluator = of(rule, facts);
        History history = new History(evaluator, Instant.MIN);
        return new Evaluation(
                history.at(instant),
                history.since(instant),
                history.until(instant),
                evaluator.decided(Micros.of(instant)));
    }

    /** The rule's value from an instant on; {@link Instant#MIN}: over all time. */
    public static History history(Rule rule, Facts facts, Instant from) {
        return new History(of(rule, facts), from);
    }

    /** Of a profile that is in no audience, ever. */
    static Evaluator never() {
        return new Evaluator(Micros.NEVER, NEVER, new Moments());
    }

    private static Evaluator of(Rule rule, Facts facts) {
        if (facts.firstTime().isEmpty()) {
            return never();
        }
        Moments moments = new Moments();
        long firstTime = Micros.of(facts.firstTime().get());
        moments.add(new long[] {firstTime});
        return new Evaluator(firstTime, new Binding(facts, moments).of(rule), moments);
    }

    Truth at(long at) {
        return at < firstTime ? Truth.FALSE : condition.at(at);
    }

    /** The next instant at which the value may be another one, or {@link Micros#NEVER}. */
    long momentAfter(long at) {
        return moments.after(at < firstTime ? firstTime - 1 : at);
    }

    /** The last instant up to this one at which the value may have become another one, or {@link Micros#MIN}. */
    long momentUpTo(long at) {
        return at < firstTime ? Micros.MIN : Math.max(firstTime, moments.upTo(at));
    }

    private List<Finding> decided(long at) {
        List<Finding> findings = new ArrayList<>();
        if (at >= firstTime) {
            condition.decided(at, findings);
        }
        return findings.stream().distinct().toList();
    }
}
