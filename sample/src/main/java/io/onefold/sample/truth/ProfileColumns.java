package io.onefold.sample.truth;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The columns of {@code profiles.csv}. */
final class ProfileColumns {
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private ProfileColumns() {}

    /** By the name of the column, in their order. */
    static Map<String, String> of(Profile profile) {
        List<Instant> orders = profile.all(Fact.OrderCompleted.class).stream()
                .map(at -> at.row().time())
                .toList();
        Map<String, String> cells = new LinkedHashMap<>();
        cells.put("pid", profile.pid());
        cells.put("kind", profile.isKnown() ? "known" : "anonymous");
        cells.put("user_id", joined(profile, Namespace.USER_ID));
        cells.put("emails", joined(profile, Namespace.EMAIL));
        cells.put("phones", joined(profile, Namespace.PHONE));
        cells.put("crm_ids", joined(profile, Namespace.CRM_ID));
        cells.put(
                "anonymous_ids",
                Integer.toString(profile.values(Namespace.ANONYMOUS_ID).size()));
        cells.put(
                "events",
                Long.toString(profile.rows().stream().filter(Row::isLine).count()));
        cells.put("orders", Integer.toString(orders.size()));
        cells.put("gross", profile.gross().toPlainString());
        cells.put("refunds", profile.refunds().toPlainString());
        cells.put("net_ltv", profile.net().toPlainString());
        cells.put("first_order", orders.isEmpty() ? "" : MILLIS.format(orders.get(0)));
        cells.put("last_order", orders.isEmpty() ? "" : MILLIS.format(orders.get(orders.size() - 1)));
        cells.put("last_nps", profile.score().map(Object::toString).orElse(""));
        cells.put(
                "consent_email",
                profile.consent().map(ProfileColumns::capitalized).orElse(""));
        cells.put("country", profile.country().orElse(""));
        cells.put("sessions", Long.toString(Profile.sessions(profile.all(Fact.View.class))));
        return cells;
    }

    private static String joined(Profile profile, Namespace namespace) {
        return String.join("|", profile.values(namespace));
    }

    private static String capitalized(boolean granted) {
        return granted ? "True" : "False";
    }
}
