package io.onefold.contracts;

import io.onefold.contracts.Surface.Member;
import io.onefold.contracts.Surface.Reserved;
import io.onefold.contracts.Surface.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * What in a contract breaks callers of the one that was landed before. Only additions do not: a number keeps its name, its type and its
 * oneof, in JSON as well; what goes leaves its number and its name reserved for ever; types and RPCs stay.
 */
final class Compatibility {
    private final Surface landed;
    private final Surface present;
    private final List<String> breaches = new ArrayList<>();

    private Compatibility(Surface landed, Surface present) {
        this.landed = landed;
        this.present = present;
    }

    static List<String> breaches(Surface landed, Surface present) {
        Compatibility compatibility = new Compatibility(landed, present);
        compatibility.look();
        return compatibility.breaches;
    }

    private void look() {
        landed.types().stream()
                .filter(type -> !present.types().contains(type))
                .forEach(type -> breaches.add(type + " is gone"));
        landed.members().forEach((key, before) -> {
            Member now = present.members().get(key);
            if (!isThere(before.owner())) {
                return;
            }
            if (now == null) {
                gone(before);
            } else if (!now.equals(before)) {
                breaches.add("%s, is now %s".formatted(before, now));
            }
        });
        landed.reserved().forEach((owner, before) -> {
            if (isThere(owner)) {
                reserved(owner, before, present.reservedIn(owner));
            }
        });
        landed.rpcs().forEach((name, before) -> {
            String now = present.rpcs().get(name);
            if (now == null) {
                breaches.add("rpc " + name + " is gone");
            } else if (!now.equals(before)) {
                breaches.add("rpc %s was %s, is %s".formatted(name, before, now));
            }
        });
    }

    /** What belongs to a type that is gone is not told again. */
    private boolean isThere(String owner) {
        return owner.startsWith("extend ")
                || present.types().contains("message " + owner)
                || present.types().contains("enum " + owner);
    }

    private void gone(Member member) {
        Reserved kept = present.reservedIn(member.owner());
        if (!kept.holds(new Span(member.number(), member.number()))
                || !kept.names().contains(member.name())) {
            breaches.add("%s is gone: reserve %d and \"%s\"".formatted(member, member.number(), member.name()));
        }
    }

    private void reserved(String owner, Reserved before, Reserved now) {
        before.spans().stream()
                .filter(span -> !now.holds(span))
                .forEach(span ->
                        breaches.add("%s no longer reserves %d to %d".formatted(owner, span.first(), span.last())));
        before.names().stream()
                .filter(name -> !now.names().contains(name))
                .sorted()
                .forEach(name -> breaches.add("%s no longer reserves \"%s\"".formatted(owner, name)));
    }
}
