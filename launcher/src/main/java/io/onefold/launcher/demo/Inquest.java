package io.onefold.launcher.demo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What is known about a profile whose membership is not as expected: what the feed told of it, under its ids of the past too. */
final class Inquest {
    private final String audience;
    private final MembershipHistory history;
    private final Map<String, String> former;
    private final Persons persons;

    Inquest(String audience, MembershipHistory history, Map<String, String> former, Persons persons) {
        this.audience = audience;
        this.history = history;
        this.former = former;
        this.persons = persons;
    }

    String ofPid(String pid) {
        return pid + ": " + told(persons.id(pid));
    }

    /** Of what {@link Persons#since} has made. */
    String ofPidAndInstant(String pidAndInstant) {
        int space = pidAndInstant.lastIndexOf(' ');
        return pidAndInstant + ": " + told(persons.id(pidAndInstant.substring(0, space)));
    }

    /** Both intervals around a day: what the feed told, and at which of the days looked at the evaluation says the same as on this one. */
    String ofDay(String profileId, Instant day, Map<Instant, Set<String>> evaluated) {
        boolean member = evaluated.getOrDefault(day, Set.of()).contains(profileId);
        List<Instant> same = new ArrayList<>();
        for (Instant other : new TreeSet<>(evaluated.keySet())) {
            if (evaluated.getOrDefault(other, Set.of()).contains(profileId) == member) {
                same.add(other);
            } else if (other.isAfter(day)) {
                break;
            } else {
                same.clear();
            }
        }
        return "%s (%s) as of %s: evaluated %s from %s to %s; %s"
                .formatted(
                        profileId,
                        persons.pid(profileId),
                        day,
                        member ? "in" : "out",
                        same.get(0),
                        same.get(same.size() - 1),
                        told(profileId));
    }

    private String told(String profileId) {
        StringBuilder told = new StringBuilder(
                "profile %s, the feed told %s".formatted(profileId, history.told(audience, profileId)));
        former.forEach((id, leadsTo) -> {
            if (leadsTo.equals(profileId)) {
                told.append("; of its former id %s %s".formatted(id, history.told(audience, id)));
            }
        });
        return told.toString();
    }
}
